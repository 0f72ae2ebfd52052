"""Forms that came after the end of a session, sealed, until whoever sent them is back."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, insert, or_, select

from planner.store.database import Transaction
from planner.store.door_tables import unsent_forms
from planner.store.row_ids import UserId


@dataclass(frozen=True)
class SealedForm:
    """A form that only the token of its session opens: whose it is and when it came (ISO, UTC)."""

    session: str
    user_id: UserId
    at: str
    sealed: bytes


def add_sealed(transaction: Transaction, form: SealedForm, most: int) -> None:
    """Keep a form; of one session only so many, those that came last."""
    values = {"session": form.session, "user_id": form.user_id, "at": form.at, "sealed": form.sealed}
    transaction.connection.execute(insert(unsent_forms).values(**values))
    of_it = select(unsent_forms.c.id).where(unsent_forms.c.session == form.session).order_by(unsent_forms.c.id.desc())
    kept = [row.id for row in transaction.connection.execute(of_it).all()]
    if kept[most:]:
        transaction.connection.execute(delete(unsent_forms).where(unsent_forms.c.id.in_(kept[most:])))


def sealed_of(transaction: Transaction, session: str, user: UserId, after: str) -> list[SealedForm]:
    """The forms that a log-in sent after the end of a session, and later than a moment (ISO, UTC), the oldest first."""
    query = (
        select(unsent_forms)
        .where(unsent_forms.c.session == session, unsent_forms.c.user_id == user, unsent_forms.c.at > after)
        .order_by(unsent_forms.c.id)
    )
    found = transaction.connection.execute(query).all()
    return [SealedForm(row.session, row.user_id, row.at, row.sealed) for row in found]


def drop_sealed(transaction: Transaction, session: str, user: UserId) -> None:
    """Drop what a log-in sent after the end of a session."""
    transaction.connection.execute(
        delete(unsent_forms).where(unsent_forms.c.session == session, unsent_forms.c.user_id == user)
    )


def forget_sealed(transaction: Transaction, before: str, after: str) -> None:
    """Drop what came before a moment, or, the clock put back, after another (both ISO, UTC)."""
    transaction.connection.execute(
        delete(unsent_forms).where(or_(unsent_forms.c.at <= before, unsent_forms.c.at > after))
    )
