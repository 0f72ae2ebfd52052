"""Second factors in the store: a sealed secret for each log-in, the last code's time, digests of recovery codes."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update

from planner.store.database import Transaction
from planner.store.door_tables import second_factors
from planner.store.record import Covered, changing, touch
from planner.store.row_ids import UserId


@dataclass(frozen=True)
class KeptFactor:
    """A log-in's second factor: its secret is sealed, '' for none; `recovery` are the codes not used yet, as digests.

    No code of `last_step` (of 30 seconds, since 1970) or before is taken any more.
    """

    user: UserId
    secret: str = ""
    last_step: int = 0
    salt: str = ""
    recovery: tuple[str, ...] = ()


def factor_of(transaction: Transaction, user: UserId) -> KeptFactor:
    """What is kept for a log-in; nothing in it where nothing is."""
    query = select(second_factors).where(second_factors.c.user == user)
    row = transaction.connection.execute(query).mappings().first()
    return KeptFactor(**{**row, "recovery": tuple(json.loads(row["recovery"]))}) if row else KeptFactor(user)


def keep_factor(transaction: Transaction, factor: KeptFactor) -> None:
    """Keep it in place of what was kept for that log-in before."""
    changing(transaction, Covered.FACTOR, factor.user)
    values = {**vars(factor), "recovery": json.dumps(factor.recovery)}
    of_user = second_factors.c.user == factor.user
    if not transaction.connection.execute(update(second_factors).where(of_user).values(**values)).rowcount:
        transaction.connection.execute(insert(second_factors).values(**values))
    touch(transaction, Covered.FACTOR, factor.user)


def drop_factor(transaction: Transaction, user: UserId) -> None:
    """Keep nothing for a log-in any more."""
    changing(transaction, Covered.FACTOR, user)
    transaction.connection.execute(delete(second_factors).where(second_factors.c.user == user))
