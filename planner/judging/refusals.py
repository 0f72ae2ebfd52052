"""Why a swap or an instruction is refused: a closed list, each with its own sentence in both languages."""

from __future__ import annotations

from enum import Enum

from planner.errors import NotPossible
from planner.words import Words


class Refusal(Enum):
    """The reason for a refusal, with its sentence."""

    UNKNOWN_SLOT = Words("没有这个已印发的班次", "there is no such issued slot")
    NOT_YOURS = Words("这个班次不是您（或您代办的人）的", "this slot is not yours, nor of somebody you act for")
    NO_PARTNER = Words("请写明换给谁", "say whom it goes to")
    SAME_PERSON = Words("不能换给本人", "it cannot go to the same person")
    NOT_THEIRS = Words("对方没有值这个班次", "the other does not hold that slot")
    NO_RING = Words(
        "各人须依次把班给下一人，最后一人给第一人", "each must give a slot to the next, and the last to the first"
    )
    UNITS = Words("单位的班次由办公室调整", "slots of units are moved by the office")
    VISIT = Words(
        "走访只能与走访对换，请选定对方走访的村（居）",
        "a visit is exchanged for a visit only: choose the visit it goes against",
    )
    STARTED = Words("班次已经开始", "the slot has begun")
    TOO_LATE = Words("已过换班期限，请联系办公室", "the deadline for swaps has passed, call the office")
    NEVER = Words("这个岗位不得换班", "this post may not be swapped")
    RANK = Words(
        "只能与同级人员换班：区级领导与区级领导，其他人员与其他人员",
        "only people of the same rank swap: district leaders among themselves, others among themselves",
    )
    NO_CALL = Words("领导的班不公开征集替班，请联系办公室", "leaders' duties are not called out: call the office")
    UNKNOWN_CALL = Words("没有这个征集", "there is no such open call")
    CALL_CLOSED = Words("这个班次已经有人接了，或征集已结束", "somebody was faster, or the call has ended")
    LAPSED = Words("申请已过期，请联系办公室", "the request has lapsed, call the office")
    ALREADY_OPEN = Words(
        "这个班次已有一个待处理的申请，请先办结", "there is an open request for this duty already: settle that first"
    )
    RULES = Words("违反必须条款", "it breaks clauses that must hold")
    UNKNOWN_OFFER = Words("没有这个申请", "there is no such request")
    CLOSED = Words("申请已经办结", "the request is closed already")
    NOT_ASKED = Words("这个申请不是向您提出的", "this request is not made to you")
    NOT_CONSENTED = Words("对方还没有同意", "the other has not agreed yet")
    NOT_APPROVER = Words("您不是这个岗位的审批人", "you do not approve this post")
    CHANGED = Words("班次已经换人，请重新申请", "somebody was faster: the people have changed, ask again")
    CHANGED_SINCE = Words(
        "这次换班以后班次又换了人，不能撤销；现由下列人员值班",
        "the duty has changed hands since and cannot be put back; it is held by",
    )
    NO_REASON = Words("请写明理由", "say why")
    NOT_APPLIED = Words("这个申请没有生效，无需撤销", "the request never took effect, there is nothing to undo")
    NO_ORDER = Words("请写明指示人", "say who gave the instruction")
    NOT_AGREED = Words("请先电话征得同意", "telephone and get their agreement first")
    NEEDS_REASON = Words(
        "有必须条款因此不能满足，须写明理由", "something that must hold will not be met: a reason is needed"
    )
    SAME_DAY = Words("新日期与原日期相同", "the new date is the same as the old one")
    PAST_DAY = Words("改到的时间已经过去", "the new time has passed already")
    EXTRA = Words(
        "加开的场次请在“场次”表中撤销后另行加开",
        "an extra session is changed in the sheet of sessions: take it out and add another",
    )
    UNKNOWN_ORDER = Words("没有这条指示", "there is no such instruction")
    UNDONE = Words("这条指示已经撤销", "the instruction has been undone already")
    NOT_BEGUN = Words("班次还没有开始，请用换班或领导指示调整", "the slot has not begun: use a swap or an instruction")
    ENTERED = Words("这个班次已经补登，请先撤销原补登", "an entry for this slot stands already: take it back first")
    UNKNOWN_PERSON = Words("没有这个人", "there is nobody of that id")
    NOT_LIAISON = Words("这个班次不由您的单位报人", "your unit names nobody for this slot")
    NOT_OF_UNIT = Words("只能报本单位的人", "only people of the unit can be named")
    TAKEN = Words("这个人该时段另有值班或安排，请换人", "they are taken at that time: name somebody else")
    NO_CONFIRMER = Words("请写明由谁确认", "say who confirmed it")


class SwapRefused(NotPossible):
    """Raised where a swap or an instruction is refused; `findings` are sentences on what of 必须 it would break."""

    def __init__(self, refusal: Refusal, *findings: str) -> None:
        tail = "：" + "；".join(findings) if findings else ""
        super().__init__(refusal.value.zh + tail, refusal.value.en + tail.replace("：", ": ").replace("；", "; "))
        self.refusal = refusal
        self.findings = findings
