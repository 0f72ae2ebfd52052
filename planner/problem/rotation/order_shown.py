"""The order in which people took turns, read off who served on which day, where nobody departs from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

AGAIN = 3
"""So many times at least somebody comes again in their place before an order counts as shown."""


def order_shown(seats: Iterable[tuple[date, Sequence[str]]]) -> tuple[str, ...]:
    """Those who take turns in their order, from the first day on; () where they are in none, or it is too short to say.

    `seats` are the people of each day, in the order in which they stand there.
    """
    days = [some for _, some in sorted(seats, key=lambda one: one[0])]
    every = [who for some in days for who in some]
    order = tuple(dict.fromkeys(every))
    in_turn = len(order) > max(map(len, days), default=0)  # else all of them serve every day
    strict = all(who == order[number % len(order)] for number, who in enumerate(every))
    return order if in_turn and strict and len(every) >= len(order) + AGAIN else ()
