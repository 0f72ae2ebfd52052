"""What a change opens is said by whose and by day, and only what it opens."""

from planner.judging.newly_open import newly_open
from planner.judging.still_serves import Hindrance
from planner.store import Store
from planner.store.roster.standing import Standing
from tests.fixtures.office_at_work import issued, planned, store_with
from tests.fixtures.tiny_office import tiny


def test_only_what_could_be_served_before_is_named_once_a_day_and_in_order(tmp_path):
    store = store_with(tmp_path / "home", tiny())
    planned(store)
    issued(store)
    with Store(tmp_path / "home").read() as transaction:
        standing = Standing.read(transaction)
        pairs = sorted(standing.issued.pairs)
        (slot, who), *_ = pairs
        mine = [pair for pair in pairs if pair[1] == who]
        days = sorted({standing.issued.slots[one].slot.day for one, _ in mine})
        every = dict.fromkeys(mine, Hindrance.AWAY)
        said = newly_open(standing, {}, every)
        assert said is not None and said.zh.startswith(standing.office.name(who)) and said.zh.endswith("的值班出现空岗")
        assert said.zh.count("日") == len(days)
        left = newly_open(standing, {(slot, who): Hindrance.AWAY}, every)
        assert left is None or left.zh.count("日") <= len(days)
        assert newly_open(standing, every, every) is None
