"""What stands in an address, a query or a form as text, read as what it means; days and months by calendar/reading.

Addresses are read by converters: what cannot be a month, a day, a year, a number or a slot is no page (404). In a
query or a form an unreadable number counts as not given, an unreadable day raises NotPossible, which the page says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, TypeVar

from flask import Flask, abort, current_app, request
from werkzeug.routing import BaseConverter, IntegerConverter, Map, PathConverter, ValidationError

from planner.calendar.reading import FIRST_YEAR, LARGEST, LAST_YEAR, known_day, read_day, read_month
from planner.errors import NotPossible
from planner.office.keys import SlotKey

Marked = TypeVar("Marked", bound=Callable[..., Any])
LONGEST = 20_000
"""Letters in one field; nobody types more, and no column of the store would take it."""
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""Control characters and halves of characters, which no text of an office holds."""


class NumberConverter(IntegerConverter):
    """<int:…>: a number that the store can hold."""

    regex = r"\d{1,10}"

    def __init__(self, rules: Map, *args: Any, **options: Any) -> None:
        super().__init__(rules, *args, **{"max": LARGEST, **options})


class YearConverter(NumberConverter):
    """<year:…>: a year that calendars know."""

    regex = r"\d{4}"

    def __init__(self, rules: Map) -> None:
        super().__init__(rules, min=FIRST_YEAR, max=LAST_YEAR)


class MonthConverter(BaseConverter):
    """<month:…>: a month such as 2026-12, which stays text."""

    regex = r"\d{4}-\d{2}"

    def to_python(self, value: str) -> str:
        """The month as it stands. Raises ValidationError where it is none."""
        try:
            read_month(value)
        except NotPossible:
            raise ValidationError from None
        return value


class DayConverter(BaseConverter):
    """<day:…>: a day such as 2026-12-09."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        """The day. Raises ValidationError where it is none."""
        try:
            return read_day(value)
        except NotPossible:
            raise ValidationError from None

    def to_url(self, value: date) -> str:
        """YYYY-MM-DD."""
        return value.isoformat()


class SlotConverter(PathConverter):
    """<slot:…>: the id of a slot, which stays text; whether it can be one is looked at behind the door."""


CONVERTERS = {
    "int": NumberConverter,
    "year": YearConverter,
    "month": MonthConverter,
    "day": DayConverter,
    "slot": SlotConverter,
}


def register(app: Flask) -> None:
    """Teach the addresses of the site these words."""
    app.url_map.converters.update(CONVERTERS)


def look_over(app: Flask) -> None:
    """Turn away, once the guards have let a request through, text that nobody could have meant."""
    app.before_request(_readable)


def _readable() -> None:
    """Answer 400 where a text holds control characters or is longer than anybody types, 404 for what is no slot."""
    if not all(map(is_text, _texts())):
        abort(400)
    try:
        if "slot" in (request.view_args or {}):
            SlotKey.of(request.view_args["slot"])  # type: ignore[index]
    except ValueError:
        abort(404)


def pasted(name: str) -> Callable[[Marked], Marked]:
    """Let a view's field of that name hold whatever was copied from elsewhere, for a reader with limits of its own."""

    def mark(view: Marked) -> Marked:
        view.pasted = name  # type: ignore[attr-defined]
        return view

    return mark


def _texts() -> Iterator[str]:
    yield request.path
    free = getattr(current_app.view_functions.get(request.endpoint or ""), "pasted", None)
    for source in (request.args, request.form):
        for name, values in source.lists():
            yield name
            if name != free or source is request.args:
                yield from values


def is_text(value: str) -> bool:
    """Whether somebody could have typed this."""
    return len(value) <= LONGEST and not UNSEEN.search(value)


def is_sane(value: Any) -> bool:
    """Whether every text, number and day in a value, at whatever depth, is one that the store and calendars hold."""
    match value:
        case bool() | None:
            return True
        case str():
            return is_text(value)
        case int() | float():
            return abs(value) <= LARGEST
        case date():
            return known_day(value)
        case dict():
            return all(is_text(str(name)) and is_sane(one) for name, one in value.items())
        case list() | tuple() | set() | frozenset():
            return all(map(is_sane, value))
    return all(map(is_sane, vars(value).values())) if hasattr(value, "__dict__") else True


def asked(name: str) -> str:
    """The text of a field, without space around it; '' where it was not sent."""
    return (request.form if request.method == "POST" else request.args).get(name, "").strip()


def number(name: str, default: int = 0) -> int:
    """The number in a field; the default where it was not sent or is none."""
    return as_number(asked(name), default)


def as_number(text: str, default: int = 0) -> int:
    """A text as a number from 0 that the store can hold; the default where it is none."""
    if not re.fullmatch(r"\d{1,10}", text, re.ASCII) or int(text) > LARGEST:
        return default
    return int(text)


def day(name: str) -> date | None:
    """The day in a field; None where it was not sent. Raises NotPossible where it is none."""
    text = asked(name)
    return read_day(text) if text else None
