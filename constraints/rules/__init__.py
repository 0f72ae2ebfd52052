"""The rules: a file each, and the catalogue of them all in the order in which people read it.

Comes in: `CaseFacts` and `Measures`. Goes out: `Rule` classes, by name in `BY_NAME` (Chinese name or code).
May ask: measure, problem; no rule asks another.
"""

from constraints.measure.rule import Rule
from constraints.rules.ab_stay import AbStay
from constraints.rules.all_visit import AllVisit
from constraints.rules.apart import Apart
from constraints.rules.around_leave import AroundLeave
from constraints.rules.available import Available
from constraints.rules.balance import Balance
from constraints.rules.count import Count
from constraints.rules.cover import Cover
from constraints.rules.days_off import DaysOff
from constraints.rules.days_present import DaysPresent
from constraints.rules.escort import Escort
from constraints.rules.festival_turns import FestivalTurns
from constraints.rules.filled import Filled
from constraints.rules.fixed_weekday import FixedWeekday
from constraints.rules.gap import Gap
from constraints.rules.hours import Hours
from constraints.rules.keep import Keep
from constraints.rules.keep_draft import KeepDraft
from constraints.rules.keep_village import KeepVillage
from constraints.rules.mix import PeopleMix
from constraints.rules.not_together_anywhere import NotTogetherAnywhere
from constraints.rules.one_place import OnePlace
from constraints.rules.one_stays import OneStays
from constraints.rules.own_air_day import OwnAirDay
from constraints.rules.pinned import Pinned
from constraints.rules.qualified import Qualified
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
    DaysOff,
    Succession,
    Weekends,
    Hours,
    Cover,
    PeopleMix,
    UnitMix,
    Balance,
    Turns,
    Rotation,
    Window,
    OwnAirDay,
    SectorsApart,
    Apart,
    Together,
    NotTogetherAnywhere,
    Shadow,
    AllVisit,
    KeepVillage,
    UnitQuota,
    AbStay,
    OneStays,
    StayHome,
    AroundLeave,
    Wishes,
    Topic,
    Escort,
    WeekdaySpread,
    FestivalTurns,
    FixedWeekday,
    DaysPresent,
    Reserve,
    Pinned,
    Keep,
    KeepDraft,
)
BY_NAME: dict[str, type[Rule]] = {name: one for one in CATALOGUE for name in (one.zh, one.code)}
