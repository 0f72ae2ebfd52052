"""The rule catalogue, in the order people read it."""

from constraints.rule import Rule
from constraints.rules.ab_stay import AbStay
from constraints.rules.all_visit import AllVisit
from constraints.rules.available import Available
from constraints.rules.balance import Balance
from constraints.rules.count import Count
from constraints.rules.filled import Filled
from constraints.rules.gap import Gap
from constraints.rules.keep import Keep
from constraints.rules.keep_village import KeepVillage
from constraints.rules.one_place import OnePlace
from constraints.rules.pinned import Pinned
from constraints.rules.qualified import Qualified
from constraints.rules.rest import Rest
from constraints.rules.room import Room
from constraints.rules.sectors_apart import SectorsApart
from constraints.rules.streak import Streak
from constraints.rules.turns import Turns
from constraints.rules.weekday_spread import WeekdaySpread
from constraints.rules.window import Window
from constraints.rules.wishes import Wishes

CATALOGUE: tuple[type[Rule], ...] = (
    Filled,
    Room,
    OnePlace,
    Available,
    Qualified,
    Rest,
    Count,
    Gap,
    Streak,
    Balance,
    Turns,
    Window,
    SectorsApart,
    AllVisit,
    KeepVillage,
    AbStay,
    Wishes,
    WeekdaySpread,
    Pinned,
    Keep,
)
BY_NAME: dict[str, type[Rule]] = {name: one for one in CATALOGUE for name in (one.zh, one.code)}
