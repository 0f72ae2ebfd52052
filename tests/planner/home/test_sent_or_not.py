"""A disk that is full while a message goes out: what went out is never said to be still to send."""

import pytest

from planner.issuing.verify import verify
from planner.notifying import sending
from planner.notifying.targets import target_of
from planner.store import Store
from planner.store.messages import messages
from planner.store.roster import offices
from tests.fixtures.at_hand import at_hand
from tests.fixtures.full_place import Scene, a_place
from tests.fixtures.office_at_work import NOW, closed, issued_home
from tests.fixtures.webhook import Webhook
from tests.profile import LONG

STEP = 1 if LONG else 3
"""Every so many pages one is tried."""


@pytest.fixture
def hook():
    made = Webhook()
    yield made
    made.server.shutdown()


@pytest.fixture
def scene(tmp_path, monkeypatch, hook):
    monkeypatch.setenv("DANGZHI_NOW", NOW.isoformat())
    monkeypatch.setenv("DANGZHI_MESSAGE_HOSTS", "127.0.0.1")
    home = issued_home(tmp_path / "home")
    store = Store(home)
    words = at_hand(store)
    with store.write() as transaction:
        one = messages.standing(transaction)[0]
        sending.set_target(transaction, one.who, target_of(hook.address), NOW, "clerk")
    closed(store)
    return Scene(home, words)


def found(home):
    """(state of the message, what `verify` says)."""
    store = Store(home)
    with store.read() as transaction:
        came = (str(messages.standing(transaction)[0].state), verify(transaction, offices.load(transaction)))
    store.close()
    return came


@pytest.mark.slow
def test_a_message_that_went_out_is_never_said_to_be_still_to_send(tmp_path, scene, hook):
    with a_place(tmp_path, scene) as place:
        place.fresh()
        assert place.done("notify send {message}")[0] == 0 and found(place.home) == ("sent", [])
        seen = []
        for pages in range(0, 200, STEP):
            place.fresh()
            hook.got.clear()
            code, said = place.done("notify send {message}", pages)
            state, wrong = found(place.home)
            assert "Traceback" not in said and wrong == [] and len(hook.got) <= 1, (pages, said)
            assert (state == "open") == (hook.got == []), (pages, said)
            assert (code == 0) == (state == "sent"), (pages, said)
            assert code == 0 or "磁盘" in said, (pages, said)
            seen.append((code, state))
            if code == 0:
                break
        assert seen[0] == (1, "open") and seen[-1] == (0, "sent")
