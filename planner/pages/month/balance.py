"""How a month's duty is spread: each post's people by kind of day, against the share that their days in office give."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from constraints.problem.problem import DAY_KINDS, DayKind
from planner.office.office import Office
from planner.pages.lookup.chart import ChartRow
from planner.roster.fairness import PostKey, Turn, fair_due
from planner.roster.lines import Line
from planner.words import Words

EVEN = Words("平")


def off_words(off: int) -> Words:
    """How far above or below a share, in words."""
    if off == 0:
        return EVEN
    return Words("多 %(off)s", off=off) if off > 0 else Words("少 %(off)s", off=-off)


@dataclass(frozen=True)
class PostLoad:
    """A post's people, in rank order."""

    post: PostKey
    name: str
    """As its column is called, with its duty where several duties have one of that name."""
    rows: tuple[ChartRow, ...]
    """By kind of day, each beside the share that is theirs."""

    @property
    def share(self) -> float:
        """The share of somebody who is in office all month."""
        return max((row.share or 0.0 for row in self.rows), default=0.0)


def post_loads(office: Office, lines: Iterable[Line], month: str) -> tuple[PostLoad, ...]:
    """The load of every post at one place in a month (YYYY-MM), in the order of the duty and post sheets."""
    mine = [line for line in lines if not line.slot.site and f"{line.nominal:%Y-%m}" == month]
    turns = list(
        {(line.slot.turn, one.tagged): Turn(line.slot, one.tagged) for line in mine for one in line.people}.values()
    )
    due = fair_due(office, turns)
    counts: dict[PostKey, dict[str, Counter[DayKind]]] = defaultdict(lambda: defaultdict(Counter))
    for turn in turns:
        counts[turn.post][turn.who][turn.slot.day_kind] += 1
    order = [(duty, post.shift, post.post) for duty, posts in office.posts.items() for post in posts]
    posts = sorted(counts, key=lambda post: order.index(post) if post in order else len(order))
    names = _names(office, posts)
    return tuple(
        PostLoad(
            post,
            names[post],
            _rows(office, counts[post], {who: some[post] for who, some in due.items() if post in some}),
        )
        for post in posts
    )


def _rows(office: Office, counts: dict[str, Counter[DayKind]], due: dict[str, Fraction]) -> tuple[ChartRow, ...]:
    whos = sorted(counts.keys() | due.keys(), key=lambda who: (office.rank.get(who, (10**9, 0)), who))
    return tuple(
        ChartRow(
            who,
            office.name(who),
            {kind: counts[who][kind] for kind in DAY_KINDS if who in counts and counts[who][kind]},
            float(due.get(who, 0)),
        )
        for who in whos
    )


def _names(office: Office, posts: Sequence[PostKey]) -> dict[PostKey, str]:
    """The post's name; with its shift, or its duty too, where others are called the same."""
    same = Counter(post for _, _, post in posts)
    both = Counter((shift, post) for _, shift, post in posts)
    found = {}
    for duty, shift, post in posts:
        name = office.duties[duty].name if duty in office.duties else duty
        parts = [post] if same[post] == 1 else [shift, post] if both[shift, post] == 1 else [name, shift, post]
        found[duty, shift, post] = " ".join(dict.fromkeys(part for part in parts if part))
    return found


def off_in_all(loads: Iterable[PostLoad]) -> dict[str, tuple[int, int]]:
    """Tagged id → (times in all posts, how many more than all shares together, fewer being negative)."""
    times: Counter[str] = Counter()
    due: dict[str, float] = defaultdict(float)
    for load in loads:
        for row in load.rows:
            times[row.key] += row.total
            due[row.key] += row.share or 0.0
    return {who: (times[who], round(times[who] - due[who])) for who in times}
