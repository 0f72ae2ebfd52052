"""A draft is taken back from signature: open again, with its reason kept, and the sheets that went round void."""

import json

import pytest

from planner.access.log_sentence import LogTeller
from planner.errors import NotPossible
from planner.issuing.publish import Order, publish, sign
from planner.issuing.recall import recall
from planner.paper.catalogue import sheets
from planner.paper.code_lookup import look_up
from planner.paper.gathering import WantedPaper
from planner.planning.basis import draft_of
from planner.planning.by_hand.choosing import choices_for
from planner.planning.by_hand.editing import put_in_cell
from planner.store import audit
from planner.store.roster import offices, recalls
from planner.store.roster.drafts import DraftState
from planner.store.roster.standing import Standing
from tests.fixtures.office_at_work import MONTH, NOW, planned, run, store_with
from tests.fixtures.tiny_office import tiny


@pytest.fixture
def store(tmp_path):
    found = store_with(tmp_path / "home", tiny())
    planned(found)
    return found


def printed_codes(store) -> list[str]:
    """The codes on the approval sheet as it is printed now."""
    with store.read() as transaction:
        [sheet] = sheets(Standing.read(transaction), WantedPaper("approval", MONTH, draft=True), NOW)
    attached = next(row[1] for row in sheet.page.rows if row[0] == "附件")
    return [line.rpartition("校验码 ")[2] for line in attached.splitlines()]


def looked_up(store, code: str):
    with store.read() as transaction:
        found = look_up(transaction, offices.load(transaction), code)
    return [(one.status.zh, one.stands, one.after and one.after.zh) for one in found]


def change_a_cell(store) -> None:
    with store.write() as transaction:
        draft = draft_of(transaction, MONTH)
        slot = next(slot for slot, _ in sorted(draft.roster.pairs) if slot.startswith("D|"))
        on = next(who for one, who in draft.roster.pairs if one == slot)
        other = next(one.who for one in choices_for(transaction, draft, slot, on, "zh") if not one.on_it)
        put_in_cell(transaction, draft, slot, on, other, NOW, "clerk", "zh")


def test_a_draft_taken_back_can_be_edited_signed_and_issued_again(store):
    sign(store, MONTH, NOW, "clerk")
    with pytest.raises(NotPossible):
        change_a_cell(store)
    back = recall(store, MONTH, " 有人请假 ", NOW, "clerk")
    assert (back.state, back.locked_at) == (DraftState.OPEN, None)
    change_a_cell(store)
    assert sign(store, MONTH, NOW, "clerk").state is DraftState.LOCKED
    publish(store, MONTH, Order("主任", reason="说明"), NOW, "clerk", "zh")
    with store.read() as transaction:
        [kept] = recalls.recalls_of(transaction, back.id)
    assert (kept.reason, kept.by, kept.sent_at, kept.at, kept.month) == (
        "有人请假",
        "clerk",
        NOW.isoformat(),
        NOW.isoformat(),
        MONTH,
    )


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_reason_is_asked_for(store, reason):
    sign(store, MONTH, NOW, "clerk")
    with pytest.raises(NotPossible, match="needs a reason"):
        recall(store, MONTH, reason, NOW, "clerk")
    with store.read() as transaction:
        assert draft_of(transaction, MONTH).state is DraftState.LOCKED


def test_what_was_not_sent_is_not_taken_back(store):
    with pytest.raises(NotPossible, match="was not sent for signature"):
        recall(store, MONTH, "理由", NOW, "clerk")
    sign(store, MONTH, NOW, "clerk")
    publish(store, MONTH, Order("主任"), NOW, "clerk", "zh")
    with pytest.raises(NotPossible, match="there is no draft"):
        recall(store, MONTH, "理由", NOW, "clerk")


def test_the_codes_of_the_approval_sheet_say_that_it_was_taken_back(store):
    sign(store, MONTH, NOW, "clerk")
    codes = printed_codes(store)
    assert {one for code in codes for one in looked_up(store, code)} == {("送审稿，未经签发", False, None)}
    recall(store, MONTH, "有人请假", NOW, "clerk")
    void = [("送审稿", False, "2026-11-25 已收回，不再有效")]
    assert len(codes) == 2 and all(looked_up(store, code) == void for code in codes)
    change_a_cell(store)
    assert looked_up(store, codes[0]) == void, "the sheet is known though the draft is another by now"


def test_sheets_that_are_sent_again_unchanged_or_issued_hold_again(store):
    sign(store, MONTH, NOW, "clerk")
    [code, _] = printed_codes(store)
    recall(store, MONTH, "再核一遍", NOW, "clerk")
    sign(store, MONTH, NOW, "clerk")
    assert looked_up(store, code) == [("送审稿，未经签发", False, None)]
    publish(store, MONTH, Order("主任"), NOW, "clerk", "zh")
    assert [stands for _, stands, _ in looked_up(store, code)] == [True]


def test_the_log_tells_it_in_a_sentence(store):
    sign(store, MONTH, NOW, "clerk")
    id = recall(store, MONTH, "有人请假", NOW, "clerk").id
    with store.read() as transaction:
        [entry] = audit.page(transaction, 0, 1)
        office = offices.load(transaction)
    assert LogTeller(office, {}, "zh").tell(entry) == f"收回送签：2026年12月，理由：有人请假，草稿 {id}"
    said = LogTeller(office, {}, "en").tell(entry)
    assert said == f"taken back from signature: 2026-12, because: 有人请假, draft {id}"


def test_the_command_takes_back_and_refuses_without_a_reason(store):
    sign(store, MONTH, NOW, "clerk")
    assert run(store.home, "recall", MONTH).returncode == 2
    done = run(store.home, "recall", MONTH, "--reason", "有人请假", "--json")
    assert (done.returncode, json.loads(done.stdout)["state"]) == (0, "open")
    again = run(store.home, "recall", MONTH, "--reason", "有人请假")
    assert (again.returncode, "没有送签" in again.stderr) == (1, True)
