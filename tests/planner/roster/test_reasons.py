"""Reasons of versions: what the product gave is said in both languages, what somebody wrote stays."""

import pytest

from planner.roster.reasons import INSTRUCTION, INSTRUCTION_UNDONE, SWAP, SWAP_UNDONE, reason_said


@pytest.mark.parametrize(
    ("form", "of", "en"),
    [
        (SWAP, 12, "swap 12"),
        (SWAP_UNDONE, 12, "swap 12 undone"),
        (INSTRUCTION, "王区长", "instruction of 王区长"),
        (INSTRUCTION_UNDONE, 3, "instruction 3 undone"),
    ],
)
def test_a_reason_of_the_product_is_said_in_both_languages(form, of, en):
    kept = form.zh.format(of)
    assert (reason_said(kept, "zh"), reason_said(kept, "en")) == (kept, en)


def test_what_somebody_wrote_stays():
    assert {reason_said(one, "en") for one in ("重排", "", "换班太多")} == {"重排", "", "换班太多"}
