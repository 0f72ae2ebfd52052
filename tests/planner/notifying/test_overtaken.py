"""A message is a task as long as something of it lies ahead."""

from datetime import datetime, timedelta

import pytest

from planner.notifying.overtaken import end_overtaken, message_board
from planner.store import Store, audit
from planner.store.messages import messages
from planner.store.messages.messages import DutyChange
from planner.store.states import MessageState
from tests.fixtures.office_at_work import NOW

HOUR = timedelta(hours=1)


def facts(start: datetime):
    return {"what": "总值班", "place": "", "start": start.isoformat(), "end": (start + 8 * HOUR).isoformat()}


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path)


def stored(store, who, *starts):
    """A message on slots that begin then, too close for a calendar."""
    changes = {f"ZB|ZB-1|{number}": DutyChange(None, facts(start), False) for number, start in enumerate(starts)}
    with store.write() as transaction:
        return messages.add(transaction, who, NOW.isoformat(), changes, True, min(starts).isoformat())


def states(store):
    with store.read() as transaction:
        return {one.who: one.state.value for one in messages.standing(transaction)}


def test_a_message_ends_once_all_of_it_has_begun_and_the_log_keeps_what_nobody_was_told(store):
    stored(store, "p:over", NOW + HOUR)
    stored(store, "p:partly", NOW + HOUR, NOW + 3 * HOUR)
    for who, state in (("p:sent", MessageState.SENT), ("p:sending", MessageState.SENDING)):
        id = stored(store, who, NOW + HOUR)
        with store.write() as transaction:
            messages.move(transaction, id, (MessageState.OPEN,), state)
    before = states(store)
    end_overtaken(store, NOW)
    assert states(store) == before
    end_overtaken(store, NOW + 2 * HOUR)
    assert states(store) == {"p:partly": "open", "p:sent": "closed", "p:sending": "sending"}
    with store.read() as transaction:
        deeds = [(one.action, one.detail["who"]) for one in audit.page(transaction, 0, 9)]
        assert {one.who for one in messages.unanswered(transaction)} == {"p:partly", "p:sending"}
    assert deeds == [("message overtaken", "p:over")]


def board(store, now):
    with store.read() as transaction:
        found = message_board(transaction, now, 9)
    return tuple({one.who: one.state.value for one in part} for part in (found.tasks, found.in_time, found.done))


def test_whoever_looks_sees_what_the_store_will_learn_and_writes_nothing(store):
    stored(store, "p:over", NOW + HOUR)
    stored(store, "p:partly", NOW + HOUR, NOW + 3 * HOUR)
    for who, state in (("p:sent", MessageState.SENT), ("p:sending", MessageState.SENDING)):
        id = stored(store, who, NOW + HOUR)
        with store.write() as transaction:
            messages.move(transaction, id, (MessageState.OPEN,), state)
    changes = {"ZB|ZB-1|9": DutyChange(None, facts(NOW + 9 * HOUR), False)}
    with store.write() as transaction:
        messages.add(transaction, "p:late", NOW.isoformat(), changes, False, (NOW + 9 * HOUR).isoformat())
    before = states(store)
    seen = board(store, NOW + 2 * HOUR)
    assert states(store) == before
    end_overtaken(store, NOW + 2 * HOUR)
    assert board(store, NOW + 2 * HOUR) == seen
    assert seen == ({"p:partly": "open", "p:sending": "sending", "p:late": "open"}, {}, {"p:sent": "closed"})
    with store.read() as transaction:
        shown = message_board(transaction, NOW + 2 * HOUR, 9)
        assert [one.who for one in shown.tasks] == ["p:partly", "p:sending", "p:late"]
        assert shown.open_for == {"p:partly", "p:late"} and all(one.blind for one in shown.tasks)
