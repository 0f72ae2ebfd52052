"""Whether what is sealed in the store opens with the key of this home; what does not has to be entered anew."""

from __future__ import annotations

from planner.home import keys
from planner.office.office import Office
from planner.store import Transaction
from planner.store.messages import messages
from planner.upkeep.doctor.findings import Check, Diagnosis, fine, wrong
from planner.words import Words

NAMED = 10
"""So many are named at most."""


def look_at_sealed(transaction: Transaction, office: Office) -> Diagnosis:
    """Whose address of messages this home's sealing key does not open, as after a restore without `--key`."""
    shut = messages.shut(transaction)
    if not shut:
        return fine(Check.SEALED, "都能打开", "all of it opens")
    names = "、".join(office.name(one) for one in shut[:NAMED]) + ("…" if len(shut) > NAMED else "")
    why = (
        Words("密封密钥不是原来的", "the sealing key is another")
        if keys.sealing_key(transaction.home)
        else Words("密封密钥（sealing.key）不在", "there is no sealing key")
    )
    return wrong(
        Check.SEALED,
        Words(
            f"{len(shut)} 人的发送地址打不开，{why.zh}：{names}",
            f"the addresses of {len(shut)} do not open, {why.en}: {names}",
        ),
        Words(
            "另存过密钥的，请停下程序，把它放回数据文件夹，文件名写作 sealing.key；"
            "没有的，请在“变动通知”里重新登记这些人的发送地址",
            "where the key was saved (backup --key), stop the program and put it into the data folder as sealing.key; "
            "otherwise enter these addresses anew at Messages",
        ),
    )
