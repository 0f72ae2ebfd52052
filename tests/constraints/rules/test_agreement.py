"""Solver and judge read every rule alike, on any roster; planted bugs show that the law can see."""

from collections import Counter
from random import Random

import pytest

from constraints.judge import amount_at
from constraints.measure.expr import Expr, Hinge, total
from constraints.model.board import EMPTY, Board
from constraints.model.case import Case
from constraints.problem.roster import Roster
from constraints.rules import CATALOGUE
from constraints.rules.ab_stay import AbStay
from constraints.rules.all_visit import AllVisit
from constraints.rules.apart import Apart
from constraints.rules.around_leave import AroundLeave
from constraints.rules.balance import Balance
from constraints.rules.count import Count
from constraints.rules.cover import Cover
from constraints.rules.days_off import DaysOff
from constraints.rules.days_present import DaysPresent
from constraints.rules.escort import Escort
from constraints.rules.festival_turns import FestivalTurns
from constraints.rules.fixed_weekday import FixedWeekday
from constraints.rules.gap import Gap
from constraints.rules.hours import Hours
from constraints.rules.keep import Keep
from constraints.rules.keep_draft import KeepDraft
from constraints.rules.mix import PeopleMix
from constraints.rules.not_together_anywhere import NotTogetherAnywhere
from constraints.rules.one_place import OnePlace
from constraints.rules.one_stays import OneStays
from constraints.rules.own_air_day import OwnAirDay
from constraints.rules.reserve import Reserve
from constraints.rules.rest import Rest
from constraints.rules.room import Room
from constraints.rules.rotation import Rotation
from constraints.rules.sectors_apart import SectorsApart
from constraints.rules.shadow import Shadow
from constraints.rules.stay_home import StayHome
from constraints.rules.streak import Streak
from constraints.rules.succession import Succession
from constraints.rules.together import Together
from constraints.rules.topic import Topic
from constraints.rules.turns import Turns
from constraints.rules.unit_mix import UnitMix
from constraints.rules.unit_quota import UnitQuota
from constraints.rules.weekday_spread import WeekdaySpread
from constraints.rules.weekends import Weekends
from constraints.rules.wishes import Wishes
from tests.fixtures.agreement import disagreements
from tests.fixtures.dense import draw
from tests.profile import rounds

SEEDS = range(rounds(80, 150, 4000))


@pytest.mark.slow
def test_solver_and_check_agree_on_every_key_of_whole_books():
    for seed in SEEDS:
        assert disagreements(draw(seed)) == {}, f"seed {seed}"


@pytest.mark.slow
def test_they_agree_where_most_of_the_roster_is_frozen():
    """A board of some free slots takes everybody on the others as a fact, and measures what depends on a free one."""
    for seed in SEEDS:
        drawn, rng = draw(seed), Random(seed)
        slots = sorted(slot.id for slot in drawn.problem.slots)
        for size in (1, len(slots) // 2):
            free = frozenset(rng.sample(slots, min(size, len(slots))))
            assert disagreements(drawn, free) == {}, f"seed {seed}, free {sorted(free)}"


def test_a_frozen_assignment_that_is_forgotten_is_noticed(monkeypatch):
    monkeypatch.setattr(Board, "_facts", lambda self, pairs: 0)
    assert any(
        disagreements(drawn, frozenset({min(slot.id for slot in drawn.problem.slots)}))
        for drawn in map(draw, range(20))
    )


@pytest.mark.slow
def test_the_draws_reach_every_rule_with_amounts_above_nothing():
    seen: Counter[str] = Counter()
    for seed in range(40):
        drawn = draw(seed)
        case = Case(drawn.problem, drawn.book, drawn.roster.pairs)
        for index, place in case.all_places():
            if amount_at(case, index, place, drawn.roster):
                seen[drawn.book.clauses[index].rule.code] += 1
    assert {rule.code for rule in CATALOGUE} == {code for code, times in seen.items() if times >= 5}


@pytest.mark.slow
def test_the_empty_roster_never_breaks_a_ban_and_no_amount_is_negative():
    for seed in SEEDS:
        drawn = draw(seed)
        case = Case(drawn.problem, drawn.book, drawn.roster.pairs)
        for index, place in case.all_places():
            assert amount_at(case, index, place, drawn.roster) >= 0, (seed, place.key)
            if place.nature == "ban":
                assert amount_at(case, index, place, EMPTY) == 0, (seed, place.key)


def _post(rule, change):
    real = rule.post
    return rule, "post", lambda self, place, board: change(real(self, place, board), place)


def _shift(by):
    """Every expression of the first hinge raised: too strict when positive, too lax when negative."""
    return lambda amount, place: (Hinge(tuple(expr.add(by) for expr in amount[0].exprs), amount[0].costs), *amount[1:])


def _without_facts(rule):
    real = rule.post
    return rule, "post", lambda self, place, board: real(self, place._replace(fixed=0), board)


def _any_without_upper_row(self, pairs, fixed=0):
    columns = self.columns(pairs)
    if fixed or len(columns) < 2:
        return Expr(tuple((column, 1) for column in columns), int(bool(fixed)))
    either = self._auxiliary(1)
    self.rows += [(((column, 1), (either, -1)), 0) for column in columns]
    return Expr(((either, 1),))


def _any_facts_forgotten(self, pairs, fixed=0):
    return Expr(tuple((column, 1) for column in self.columns(pairs)))


def _first_hinge_only(amount, place):
    return amount[:1]


def _linear(amount, place):
    return tuple(Hinge(hinge.exprs, (1,)) for hinge in amount)


PLANTED = {
    "rest forgets history": _without_facts(Rest),
    "gap forgets history": _without_facts(Gap),
    "the most of a count forgets history": _without_facts(Count),
    "weekdays forget history": _without_facts(WeekdaySpread),
    "busy time is forgotten": _without_facts(OnePlace),
    "turns forget history": _without_facts(Turns),
    "room is one too strict": _post(Room, _shift(1)),
    "gap allows one more": _post(Gap, _shift(-1)),
    "balance sees only loads above the share": _post(Balance, _first_hinge_only),
    "balance is linear": _post(Balance, _linear),
    "wishes all weigh one": _post(Wishes, _linear),
    "short runs all cost one": _post(Streak, _linear),
    "a visit is asked of the excused": (
        AllVisit,
        "post",
        lambda self, place, board: board.below(board.count(place._replace(pairs=place.pairs[:1])), 1),
    ),
    "keep sees only what is added": (
        Keep,
        "post",
        lambda self, place, board: () if place.data else board.above(board.count(place), 0),
    ),
    "keep draft sees only what is dropped": (
        KeepDraft,
        "post",
        lambda self, place, board: board.below(board.count(place), 1) if place.data else (),
    ),
    "the second of an A/B pair is not looked at": _post(
        AbStay, lambda amount, place: (Hinge(tuple(expr.add(1) for expr in amount[0].exprs), (1,)),)
    ),
    "sectors look at the first shared sector only": _post(
        SectorsApart,
        lambda amount, place: (
            (Hinge(amount[0].exprs[:1]),) if len(amount[0].exprs) > 1 else (Hinge((amount[0].exprs[0].add(-1),)),)
        ),
    ),
    "succession counts the first shift alone": _post(Succession, _shift(1)),
    "a turn lets one more serve": _post(Rotation, _shift(-1)),
    "apart counts one of two": _post(Apart, _shift(1)),
    "together sees one side": _post(Together, lambda amount, place: (Hinge(amount[0].exprs[:1]),)),
    "cover costs one": _post(Cover, _linear),
    "hours count slots": (Hours, "post", lambda self, place, board: board.above(board.count(place), place.data[0])),
    "weekends count assignments": (
        Weekends,
        "post",
        lambda self, place, board: board.above(board.count(place), self.most),
    ),
    "days off all cost one": _post(DaysOff, _linear),
    "a fixed weekday is asked for twice": _post(FixedWeekday, _shift(1)),
    "days present count assignments": (
        DaysPresent,
        "post",
        lambda self, place, board: board.below(board.count(place), place.data[0]),
    ),
    "reserve looks at the first clash": _post(Reserve, lambda amount, place: (Hinge(amount[0].exprs[:1]),)),
    "one of the principals is not looked at": _post(OneStays, _shift(1)),
    "the office is left to one fewer": _post(StayHome, _shift(-1)),
    "a colleague at the office is counted by duties": (
        StayHome,
        "post",
        lambda self, place, board: (Hinge((board.count(place).add(place.data[1] - len(place.data[0])),)),),
    ),
    "a quota forgets what is issued": _without_facts(UnitQuota),
    "a quota is linear": _post(UnitQuota, _linear),
    "a topic asks for everybody": _post(Topic, _shift(1)),
    "a unit is held against its own leader": (
        Escort,
        "post",
        lambda self, place, board: (
            Hinge(tuple(board.any(*one).plus(board.any(*place.data[0]).add(-1)) for one, _ in place.data[1])),
        ),
    ),
    "a festival counts each slot": (
        FestivalTurns,
        "post",
        lambda self, place, board: board.above(board.count(place), 0),
    ),
    "a mix is asked of shifts without anybody": (
        PeopleMix,
        "post",
        lambda self, place, board: board.below(total(board.any(*one) for one in place.data[0]), place.data[2]),
    ),
    "a mix counts posts": (
        PeopleMix,
        "post",
        lambda self, place, board: board.above(board.count(place), place.data[2]) if place.nature == "ban" else (),
    ),
    "a unit counts each of its people": (
        UnitMix,
        "post",
        lambda self, place, board: board.above(board.count(place), 1) if self.way == "same" else (),
    ),
    "two of a unit are free": _post(UnitMix, _shift(-1)),
    "one of two is enough for a meeting": _post(NotTogetherAnywhere, _shift(1)),
    "a meeting is seen by the one who came first": _post(
        NotTogetherAnywhere, lambda amount, place: (Hinge(amount[0].exprs[:1]),)
    ),
    "one assignment near leave is free": _post(AroundLeave, _shift(-1)),
    "people whose unit could be on the air stay away": _post(OwnAirDay, _shift(1)),
    "anybody leads": _post(Shadow, _shift(-1)),
    "nobody leads": (Shadow, "post", lambda self, place, board: board.above(board.count(place), 0)),
    "on duty is only pushed one way": (Board, "any", _any_without_upper_row),
    "on duty counts assignments": (Board, "any", _any_facts_forgotten),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_bug_is_caught(name, monkeypatch):
    monkeypatch.setattr(*PLANTED[name])
    assert any(disagreements(draw(seed)) for seed in range(80))


@pytest.mark.slow
def test_fewer_assignments_never_break_a_ban_that_is_not_mutual():
    mended = set()
    for seed in SEEDS:
        drawn = draw(seed)
        rng = Random(seed)
        fewer = Roster(frozenset(pair for pair in drawn.roster.pairs if rng.random() < 0.7))
        case = Case(drawn.problem, drawn.book, drawn.roster.pairs)
        for index, place in case.all_places():
            if place.nature == "ban" and amount_at(case, index, place, fewer) > amount_at(
                case, index, place, drawn.roster
            ):
                mended.add(drawn.book.clauses[index].rule.code)
    assert mended == {rule.code for rule in CATALOGUE if rule.mutual}
