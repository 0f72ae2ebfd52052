"""Whether this home's key opens what is sealed in the store; where not, whose must be entered anew."""

from __future__ import annotations

from planner.access.factor.second_factor import shut_factors
from planner.home import keys
from planner.office.office import Office
from planner.store import Transaction
from planner.store.messages import messages
from planner.upkeep.doctor.findings import Check, Diagnosis, fine, wrong
from planner.words import Words, in_both, series

NAMED = 10
"""So many are named at most."""


def look_at_sealed(transaction: Transaction, office: Office) -> Diagnosis:
    """Names the log-ins whose second factor, and the people whose address for messages, cannot be opened."""
    factors, addresses = shut_factors(transaction), [office.name(one) for one in messages.shut(transaction)]
    if not factors and not addresses:
        return fine(Check.SEALED, Words("密封密钥能打开全部内容"))
    shut = []
    if factors:
        shut.append(Words("两步验证核对不了：%(named)s", named=_named(factors)))
    if addresses:
        shut.append(Words("通知地址打不开：%(named)s", named=_named(addresses)))
    why = Words("密封密钥不是原来的") if keys.sealing_key(transaction.home) else Words("密封密钥（sealing.key）不在")
    return wrong(
        Check.SEALED,
        Words(
            "%(why)s，%(shut)s",
            why=why,
            shut=in_both(lambda lang: Words("；").say(lang).join(one.say(lang) for one in shut)),
        ),
        Words(
            "有另存的密封密钥的，停下程序，放回数据文件夹（sealing.key）再启动；没有的，"
            "请本人用恢复码登录后换一部手机，或执行 user reset-factor 登录名 后重新设置；"
            "通知地址重新登记"
        ),
    )


def _named(names: list[str]) -> Words:
    some = series(names[:NAMED])
    return Words("%(some)s…", some=some) if len(names) > NAMED else some
