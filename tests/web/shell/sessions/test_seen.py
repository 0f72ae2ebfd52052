"""What a process has seen of sessions: bounded, and never more than what the store said last."""

from datetime import UTC, datetime, timedelta

from planner.access.sessions.lasting import FoundSession
from planner.store.door.sessions import LogInSession
from planner.store.people.users import Role, User
from planner.store.row_ids import SessionId, UserId
from web.shell.sessions import seen
from web.shell.sessions.seen import SeenSessions

AT = datetime(2026, 11, 26, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def found(digest="one", user=1, noted=AT):
    session = LogInSession(SessionId(1), digest, UserId(user), 1, False, f"{AT}", f"{noted}", "10.0.0.7", "", None)
    return FoundSession(
        session, User(UserId(user), "li", Role.CLERK, "", "hash", f"{AT}", None, 1, None, None, None, None), None
    )


def test_a_use_is_due_to_be_noted_a_minute_after_the_last_note_or_the_last_try():
    known = SeenSessions()
    due = [known.saw(found(), AT + timedelta(seconds=after)) for after in (0, 59, 60, 61, 119, 120)]
    assert due == [False, False, True, False, False, True], "also where each of these tries had failed"
    assert not known.saw(found(noted=AT + 3 * MINUTE), AT + 3.5 * MINUTE), "another process has noted it"


def test_it_knows_of_what_it_saw_until_time_or_somebody_ends_it():
    known = SeenSessions()
    known.saw(found("one", 1), AT), known.saw(found("two", 1), AT), known.saw(found("three", 2), AT)
    assert [known.role_while_away(one, AT + 29 * MINUTE) for one in ("one", "unseen")] == [Role.CLERK, None]
    assert known.role_while_away("one", AT + 30 * MINUTE) is None
    known.end("one")
    assert known.is_over("one") and not known.is_over("two")
    known.forget(UserId(1))
    assert [known.role_while_away(one, AT) for one in ("one", "two", "three")] == [None, None, Role.CLERK]
    assert not known.is_over("two"), "the store is asked again"


def test_twelve_hours_end_it_however_busy_it_was():
    known = SeenSessions()
    known.saw(found(), AT + timedelta(hours=11, minutes=50))
    assert known.role_while_away("one", AT + timedelta(hours=11, minutes=59)) is Role.CLERK
    assert known.role_while_away("one", AT + timedelta(hours=12)) is None


def test_it_does_not_grow_without_end(monkeypatch):
    monkeypatch.setattr(seen, "MOST", 3)
    known = SeenSessions()
    for number in range(5):
        known.saw(found(f"{number}"), AT)
        known.end(f"over {number}")
    assert [known.used(f"{number}") for number in range(5)] == [None, None, AT, AT, AT]
    assert [known.is_over(f"over {number}") for number in range(5)] == [False, False, True, True, True]
