"""What rules may ask of invented people: sex, date of birth, and the label of those who know their work best."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from planner.office.sheets import Person
from planner.samples.standard import BACKBONE

AGES = {"话务员": range(23, 46), "主班": range(27, 60), "副班": range(25, 60), "走访干部": range(23, 60)}
"""By pool: how old its people are."""
LEADERS_AGES = range(41, 60)
APART = 7
"""So many years lie between one and the next of a pool, gone round again and again."""


def with_private_facts(people: Iterable[Person], seed: str, year: int) -> tuple[Person, ...]:
    """The same people with sex, date of birth and label, drawn beside everything else that a seed draws.

    Ages are spread over those of their pool, and reached when `year` begins; every other operator is a backbone.
    """
    rng = Random(f"{seed}-born")
    seen: Counter[str] = Counter()
    found = []
    for person in people:
        pool = next((pool for pool in person.pools if pool in AGES), "")
        ages = AGES.get(pool, LEADERS_AGES)
        age = ages[seen[pool] * APART % len(ages)]
        backbone = pool == "话务员" and seen[pool] % 2 == 0
        seen[pool] += 1
        found.append(
            replace(
                person,
                sex=rng.choice(("male", "female")),
                birth=date(year - age - 1, 1, 1) + timedelta(days=rng.randrange(365)),
                labels=(BACKBONE,) if backbone else (),
            )
        )
    return tuple(found)
