"""Sending: a message goes out by mail, webhook, DingTalk or WeCom, never twice.

A message is marked as in sending before it leaves, in a transaction of its own: of two who try, one finds it taken.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from planner.errors import NotPossible
from planner.notifying import messages, wording
from planner.notifying.targets import Target, plugin_of, target_of
from planner.office.ids import bare, is_person
from planner.office.office import Office
from planner.store import Store, Transaction, audit
from planner.store.messages import messages as rows
from planner.store.roster import offices
from planner.store.row_ids import MessageId
from planner.store.states import MessageState
from planner.words import Lang, Words

Deliver = Callable[[str, str, str, Path | None], bool]
"""(address, title, text, file to attach or None) → whether the target took it."""


def deliver(address: str, title: str, text: str, file: Path | None) -> bool:
    """Hand a message and a file, if any, to an address; returns whether the target took it. Raises NotPossible."""
    import apprise

    box = apprise.Apprise()
    box.add(plugin_of(address))
    return bool(box.notify(body=text, title=title, attach=str(file) if file else None))


def set_target(transaction: Transaction, who: str, target: Target | None, now: datetime, by: str) -> None:
    """Keep where `who` (tagged) is reached; None for nowhere. Only how the address begins goes into the log."""
    rows.target(transaction, who, target.address if target else "")
    audit.record(transaction, now, by, "message target", {"who": who, "kind": target.kind if target else ""})


def send_message(store: Store, id: MessageId, now: datetime, by: str, lang: Lang, hand: Deliver = deliver) -> bool:
    """Send one message; False where the target did not take it: then somebody has to look whether it arrived.

    Raises NotPossible where there is no such message or no address, it was sent before, or nothing may go there.
    """
    _may_go(store, id)
    with store.write() as transaction:
        office, message = offices.load(transaction), rows.get(transaction, id)
        address = rows.reached(transaction).get(message.who) if message else None
        if message is None or not address:
            raise NotPossible(Words("没有这条通知，或没有登记发送地址"))
        if not rows.move(
            transaction, id, (MessageState.OPEN,), MessageState.SENDING, channel=address.partition(":")[0]
        ):
            raise NotPossible(Words("这条通知已经发送过"))
        audit.record(transaction, now, by, "message sent", {"id": id, "kind": address.partition(":")[0]})
        data, text = messages.ics(transaction, office, message), wording.message_words(office, message, lang)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "duty.ics"
        file.write_bytes(data)
        taken = handed_over(hand, address, Words("值班调整").say(lang), text, file)
    if taken:
        with store.write() as transaction:
            rows.move(transaction, id, (MessageState.SENDING,), MessageState.SENT)
    return taken


def _may_go(store: Store, id: MessageId) -> None:
    """Raises NotPossible where a message has an address to which nothing may go (any more): it stays to be sent."""
    with store.read() as transaction:
        message = rows.get(transaction, id)
        address = rows.reached(transaction).get(message.who) if message else None
    if address:
        target_of(address)


def handed_over(hand: Deliver, address: str, title: str, text: str, file: Path | None) -> bool:
    """Whether a target took a message for certain; False too where handing it over failed."""
    try:
        return hand(address, title, text, file)
    except Exception:  # whatever a target dies of, nobody knows whether the message left
        return False


def send_all(store: Store, now: datetime, by: str, lang: Lang, hand: Deliver = deliver) -> tuple[int, int]:
    """Send all that wait for somebody with an address, but not for district leaders; returns (taken, not taken)."""
    with store.read() as transaction:
        office, some = offices.load(transaction), rows.sendable(transaction)
        ids = [
            one.id for who, one in sorted(rows.waiting(transaction).items()) if who in some and not leader(office, who)
        ]
    done = [_sent(store, id, now, by, lang, hand) for id in ids]
    return sum(done), len(done) - sum(done)


def _sent(store: Store, id: MessageId, now: datetime, by: str, lang: Lang, hand: Deliver) -> bool:
    try:
        return send_message(store, id, now, by, lang, hand)
    except NotPossible:  # one that somebody else sent meanwhile, or that may go nowhere, keeps no other back
        return False


def leader(office: Office, who: str) -> bool:
    """Whether somebody (tagged) is a district leader: to them nothing goes but what is sent singly."""
    return is_person(who) and office.is_leader(bare(who))
