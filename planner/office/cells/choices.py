"""Choices: the closed lists of words that cells offer, by the values that are stored."""

from __future__ import annotations

from enum import StrEnum


class SwapPolicy(StrEnum):
    """换班: who has to agree before a swap takes effect; the mildest first."""

    FREE = "free"
    RECORD = "record"
    APPROVE = "approve"
    NEVER = "never"


class AbsenceKind(StrEnum):
    """类别: why somebody is away."""

    LEAVE = "leave"
    TRIP = "trip"
    MEETING = "meeting"
    TRAINING = "training"


class AbsenceState(StrEnum):
    """状态: how far an absence is."""

    APPROVED = "approved"
    INTENDED = "intended"
    WITHDRAWN = "withdrawn"


class DayPart(StrEnum):
    """时段: the part of each day that an absence takes."""

    DAY = "day"
    AM = "am"
    PM = "pm"
    NIGHT = "night"


class OrderMode(StrEnum):
    """方式: whether somebody is to serve, or not to."""

    FIXED = "fixed"
    FORBIDDEN = "forbidden"


class DayOff(StrEnum):
    """安排: whether a day is off, or a make-up workday."""

    OFF = "off"
    WORK = "work"


class PerSite(StrEnum):
    """分点安排: whether a duty is held in every village or town; at one place where nothing is said."""

    ONE_PLACE = ""
    VILLAGES = "villages"
    TOWNS = "towns"


class Publicity(StrEnum):
    """公开: whether residents see a duty; otherwise it is the number of days before which they do."""

    NO = "no"
    MONTH = "month"


class SessionTarget(StrEnum):
    """改为: what a session becomes where it does not move to a date."""

    CANCELLED = "cancelled"
    EXTRA = "extra"
