"""Why a swap or an instruction is refused: a closed list, each with its own sentence in both languages."""

from __future__ import annotations

from enum import Enum

from planner.errors import NotPossible
from planner.words import Words, in_both


class Refusal(Enum):
    """The reason for a refusal, with its sentence."""

    UNKNOWN_SLOT = Words("没有这个已印发的班次")
    NOT_YOURS = Words("这个班次不是您（或您代办的人）的")
    NO_PARTNER = Words("请写明换给谁")
    SAME_PERSON = Words("不能换给本人")
    NOT_THEIRS = Words("对方没有值这个班次")
    NO_RING = Words("各人须依次把班给下一人，最后一人给第一人")
    UNITS = Words("单位的班次由办公室调整")
    VISIT = Words("走访只能与走访对换，请选定对方走访的村（居）")
    STARTED = Words("班次已经开始")
    TOO_LATE = Words("已过换班期限，请联系办公室")
    NEVER = Words("这个岗位不得换班")
    RANK = Words("只能与同级人员换班：区级领导与区级领导，其他人员与其他人员")
    NO_CALL = Words("领导的班不公开征集替班，请联系办公室")
    UNKNOWN_CALL = Words("没有这个征集")
    CALL_CLOSED = Words("这个班次已经有人接了，或征集已结束")
    LAPSED = Words("申请已过期，请联系办公室")
    ALREADY_OPEN = Words("这个班次已有一个待处理的申请，请先办结")
    RULES = Words("违反必须条款")
    UNKNOWN_OFFER = Words("没有这个申请")
    CLOSED = Words("申请已经办结")
    NOT_ASKED = Words("这个申请不是向您提出的")
    NOT_CONSENTED = Words("对方还没有同意")
    NOT_APPROVER = Words("您不是这个岗位的审批人")
    CHANGED = Words("班次已经换人，请重新申请")
    CHANGED_SINCE = Words("这次换班以后班次又换了人，不能撤销；现由下列人员值班")
    NO_REASON = Words("请写明理由")
    NOT_APPLIED = Words("这个申请没有生效，无需撤销")
    NO_ORDER = Words("请写明指示人")
    NOT_AGREED = Words("请先电话征得同意")
    NEEDS_REASON = Words("有必须条款因此不能满足，须写明理由")
    SAME_DAY = Words("新日期与原日期相同")
    PAST_DAY = Words("改到的时间已经过去")
    EXTRA = Words("加开的场次请在“场次”表中撤销后另行加开")
    UNKNOWN_ORDER = Words("没有这条指示")
    UNDONE = Words("这条指示已经撤销")
    NOT_BEGUN = Words("班次还没有开始，请用换班或领导指示调整")
    ENTERED = Words("这个班次已经补登，请先撤销原补登")
    UNKNOWN_PERSON = Words("没有这个人")
    NOT_LIAISON = Words("这个班次不由您的单位报人")
    NOT_OF_UNIT = Words("只能报本单位的人")
    TAKEN = Words("这个人该时段另有值班或安排，请换人")
    NO_CONFIRMER = Words("请写明由谁确认")


class SwapRefused(NotPossible):
    """Raised where a swap or an instruction is refused; `findings` are sentences on what of 必须 it would break."""

    def __init__(self, refusal: Refusal, *findings: str) -> None:
        words = refusal.value
        if findings:
            found = in_both(lambda lang: ("；" if lang == "zh" else "; ").join(findings))
            words = Words("%(refusal)s：%(findings)s", refusal=refusal.value, findings=found)
        super().__init__(words)
        self.refusal = refusal
        self.findings = findings
