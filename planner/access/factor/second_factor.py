"""The second factor: a code from a telephone beside the password (TOTP, RFC 6238), on, off, and taken off by others.

The secret is sealed with the home's key. A code is taken once, of the present half minute or one beside it, by the true
clock; recovery codes stand in for it, each once, and need no key.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum, auto
from pathlib import Path

import pyotp

from planner.access.factor.recovery import RecoveryCodes
from planner.access.handed_out.readable import as_copied
from planner.errors import NotPossible
from planner.home import keys
from planner.settings import second_factor_roles
from planner.store import Transaction, audit
from planner.store.door.second_factors import KeptFactor, drop_factor, factor_of, keep_factor
from planner.store.people import users
from planner.store.people.users import User
from planner.words import Words

STEP = 30
"""Seconds for which a code stands."""
BESIDE = (-1, 0, 1)
"""Which steps are taken: clocks of telephones are off by some seconds."""

NEVER_USED = 0
"""The last step of a secret of which no code was taken yet."""


class CodeAnswer(Enum):
    """What came of a code."""

    RIGHT = auto()
    RECOVERY = auto()
    """It was a recovery code, which is used up now."""
    WRONG = auto()
    """Wrong, or used before."""
    SEALED = auto()
    """This home's key does not open the secret: no code of a telephone can be looked at."""


def must_have(user: User) -> bool:
    """Whether the office asks a second factor of whoever has this role."""
    return user.role.value in second_factor_roles()


def is_missing(user: User) -> bool:
    """Whether a second factor is asked of a log-in that has none."""
    return user.factor_at is None and must_have(user)


@dataclass(frozen=True)
class OfferedSecret:
    """A secret that a telephone shall take up, in base 32, and the same sealed: it counts once a code confirms it."""

    secret: str = field(repr=False)
    sealed: str


@dataclass(frozen=True)
class FirstCode:
    """The code by which a secret is confirmed, at which true moment, and the recovery codes that come with it."""

    code: str = field(repr=False)
    at: datetime
    recovery: RecoveryCodes


def offered_secret(home: Path, user: User) -> OfferedSecret:
    """A fresh one for a log-in as it is now; nothing is kept of it. Raises OSError where no key can be kept."""
    secret = pyotp.random_base32()
    return OfferedSecret(secret, keys.seal(home, f"{user.id}.{user.generation} {secret}"))


def offered_again(home: Path, user: User, sealed: str) -> OfferedSecret | None:
    """The one that was sealed; None for what was offered to another, or before the log-in changed."""
    secret = _opened(home, f"{user.id}.{user.generation}", sealed)
    return OfferedSecret(secret, sealed) if secret else None


def otp_address(secret: str, user: User, office: str) -> str:
    """The secret as what a telephone reads from a QR code (otpauth)."""
    return pyotp.TOTP(secret).provisioning_uri(name=user.name, issuer_name=office)


def first_code_fits(offered: OfferedSecret, code: str, at: datetime) -> bool:
    """Whether a code confirms an offered secret at the true moment `at`: to be asked before anything is hashed."""
    return _step(offered.secret, code, at, NEVER_USED) is not None


def switch_on(transaction: Transaction, user: User, offered: OfferedSecret, first: FirstCode, now: datetime) -> bool:
    """Put a secret in force if the first code of it fits; sessions of before end, for they began without one."""
    step = _step(offered.secret, first.code, first.at, NEVER_USED)
    if step is None:
        return False
    codes = first.recovery
    sealed = keys.seal(transaction.home, f"{user.id} {offered.secret}")
    keep_factor(transaction, KeptFactor(user.id, sealed, step, codes.salt, codes.digests))
    users.change(transaction, user, factor_at=now.isoformat(), factor_taken_at=None, generation=user.generation + 1)
    audit.record(transaction, now, user.name, "second factor on", {"name": user.name})
    return True


def take_code(transaction: Transaction, user: User, code: str, recovery: str, at: datetime) -> CodeAnswer:
    """Use up a code if it fits at the true moment `at`; `recovery` is its digest as a recovery code, '' for none."""
    kept = factor_of(transaction, user.id)
    spent = [one for one in kept.recovery if recovery and hmac.compare_digest(one, recovery)]
    if spent:
        left = tuple(one for one in kept.recovery if one not in spent)
        keep_factor(transaction, replace(kept, recovery=left))
        return CodeAnswer.RECOVERY
    secret = _secret_of(transaction, user, kept)
    if secret is None:
        return CodeAnswer.WRONG if recovery else CodeAnswer.SEALED
    step = _step(secret, code, at, kept.last_step)
    if step is None:
        return CodeAnswer.WRONG
    keep_factor(transaction, replace(kept, last_step=step))
    return CodeAnswer.RIGHT


def renew_recovery(transaction: Transaction, user: User, codes: RecoveryCodes, now: datetime) -> None:
    """Other recovery codes in place of all there were."""
    kept = factor_of(transaction, user.id)
    keep_factor(transaction, replace(kept, salt=codes.salt, recovery=codes.digests))
    audit.record(transaction, now, user.name, "recovery codes new", {"name": user.name})


def switch_off(transaction: Transaction, user: User, now: datetime) -> None:
    """Let the password open the log-in by itself again. Raises NotPossible where the office asks for the factor."""
    if must_have(user):
        raise NotPossible(Words("按规定，这个角色登录时必须有两步验证，不能关闭；换手机请用“换一部手机”"))
    drop_factor(transaction, user.id)
    users.change(transaction, user, factor_at=None)
    audit.record(transaction, now, user.name, "second factor off", {"name": user.name})


def reset_factor(transaction: Transaction, name: str, now: datetime, actor: str) -> None:
    """Take off a second factor that somebody lost; its sessions end, and they are told.

    Raises NotPossible for an unknown name, for one without, and for one's own.
    """
    user = users.by_name(transaction, name)
    if user is None:
        raise NotPossible(Words("没有登录名“%(name)s”", name=name))
    if user.factor_at is None:
        raise NotPossible(Words("“%(name)s”没有开启两步验证", name=name))
    if name == actor:
        raise NotPossible(Words("自己的两步验证请到“两步验证”页，凭密码和验证码（或恢复码）换手机或关闭"))
    drop_factor(transaction, user.id)
    users.change(transaction, user, factor_at=None, factor_taken_at=now.isoformat(), generation=user.generation + 1)
    audit.record(transaction, now, actor, "second factor reset", {"name": name})


def told_of_reset(transaction: Transaction, user: User) -> None:
    """Its holder has seen that the office took the factor off."""
    users.change(transaction, user, factor_taken_at=None)


def shut_factors(transaction: Transaction) -> list[str]:
    """The names of log-ins whose codes cannot be looked at, since this home's key does not open their secret."""
    on = [one for one in users.every(transaction) if one.factor_at]
    return sorted(one.name for one in on if _secret_of(transaction, one, factor_of(transaction, one.id)) is None)


def _secret_of(transaction: Transaction, user: User, kept: KeptFactor) -> str | None:
    """The secret in force; None where this home's key does not open it, or it was another's."""
    return _opened(transaction.home, str(user.id), kept.secret)


def _opened(home: Path, whose: str, sealed: str) -> str | None:
    """Sealed together with whose it is, so that nobody's is put in another's place."""
    found = keys.unsealed(home, sealed) if keys.is_sealed(sealed) else None
    owner, _, secret = (found or "").partition(" ")
    return secret if secret and owner == whose else None


def _step(secret: str, code: str, at: datetime, last: int) -> int | None:
    """The step whose code this is, later than the last that was used; None for none."""
    digits, present = as_copied(code), int(at.timestamp()) // STEP
    found = None
    for step in (present + beside for beside in BESIDE):
        fits = hmac.compare_digest(pyotp.TOTP(secret).generate_otp(step).encode(), digits.encode())
        if fits and step > last:
            found = step
    return found
