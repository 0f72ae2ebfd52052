"""The code after a right password, and one's own second factor: set up, other codes, another telephone, off."""

from __future__ import annotations

from enum import StrEnum

import segno
from flask import Blueprint, abort, flash, g, make_response, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from planner.access import entering
from planner.access.entering import NotLetIn
from planner.access.factor.code_entering import NoCodeOpens, confirm_code, enter_code, sealed_refusal
from planner.access.factor.recovery import RecoveryCodes, recovery_codes
from planner.access.factor.second_factor import (
    FirstCode,
    OfferedSecret,
    first_code_fits,
    is_missing,
    must_have,
    offered_again,
    offered_secret,
    otp_address,
    renew_recovery,
    switch_off,
    switch_on,
    told_of_reset,
)
from planner.access.slowing import waiting_words, wrong_code_words
from planner.clock import true_instant
from planner.errors import NotPossible, TryLater
from planner.store.door.second_factors import factor_of
from planner.store.people import users
from planner.store.people.users import User
from planner.store.roster import offices
from planner.words import Words, in_both
from web.gate.addresses import within_site
from web.shell.access import ANY_LOG_IN, ANYBODY, allow, home_page
from web.shell.asker import asker
from web.shell.caller import browsers
from web.shell.caller.password_given import password_done, whose_password
from web.shell.clock import now
from web.shell.language import text
from web.shell.limits import hashes
from web.shell.login import begin_session
from web.shell.store import the_store

blueprint = Blueprint("second_factor", __name__)
FOUR = 4
"""Letters of a secret in a group, as people type them."""


class FactorDeed(StrEnum):
    """What a form of the page asks for."""

    BEGIN = "begin"
    CONFIRM = "confirm"
    CODES = "codes"
    OFF = "off"


@blueprint.route("/login/code", methods=["GET", "POST"])
@allow(ANYBODY)
@hashes
def code() -> str | Response:
    """The second step of logging in; a POST with a right code opens the session."""
    user = _known_by_password()
    if user is None:
        return _from_the_beginning()
    if request.method != "POST":
        return render_template("shell/code.html", office=None, wrong="")
    try:
        found = enter_code(the_store(), browsers.code_here(user, request.form.get("code", "")), now())
    except TryLater as later:
        return _code_again(later.words, 503 if later.busy else 429, later.seconds)
    if found is NoCodeOpens.OVER:
        return _from_the_beginning()
    if isinstance(found, NoCodeOpens):
        cause = sealed_refusal().faults[0]
        return _code_again(in_both(cause.say), 401)
    if isinstance(found, NotLetIn):
        return _code_again(wrong_code_words(found.wait), 401, found.wait)
    password_done()
    begin_session(found)
    browsers.remember_here(found)
    return redirect(within_site(request.args.get("next", ""), home_page()))


def _known_by_password() -> User | None:
    """Whoever gave the password in this browser a moment ago, if the log-in is as it was and wants a code."""
    given = whose_password()
    if given is None:
        return None
    with the_store().read() as transaction:
        user = users.by_id(transaction, given[0])
    fresh = user is not None and user.generation == given[1] and not user.disabled_at and user.factor_at
    return user if fresh else None


def _from_the_beginning() -> Response:
    password_done()
    flash(text("停留太久，或帐号刚有变动，请重新登录"), "danger")
    return redirect(url_for("shell.login.log_in", next=request.args.get("next") or None))


def _code_again(said: Words, status: int, seconds: int = 0) -> Response:
    answer = make_response(render_template("shell/code.html", office=None, wrong=said.say(g.lang)), status)
    if seconds:
        answer.headers["Retry-After"] = str(seconds)
    return answer


@blueprint.get("/second-factor")
@allow(ANY_LOG_IN)
def setting_up() -> str:
    """How one's own second factor stands, and what can be done with it."""
    return _page()


@blueprint.post("/second-factor")
@allow(ANY_LOG_IN)
@hashes
def change() -> str | Response | tuple[str, int]:
    """Begin, confirm, take other recovery codes or switch off; all but the confirming by the password."""
    try:
        deed = FactorDeed(request.form.get("what", ""))
    except ValueError:
        abort(400)
    mine = asker()
    if deed is FactorDeed.CONFIRM:
        return _confirmed(mine)
    refused = _not_themselves(mine)
    if refused is not None:
        return _page(refused.say(g.lang)), 401
    if deed is FactorDeed.BEGIN:
        return _scanning(mine, offered_secret(the_store().home, mine))
    if mine.factor_at is None:
        return redirect(url_for("shell.second_factor.setting_up"))
    return _fresh_codes(mine) if deed is FactorDeed.CODES else _switched_off(mine)


@blueprint.post("/second-factor/seen")
@allow(ANY_LOG_IN)
def seen() -> Response:
    """That the holder has read that the office took the factor off."""
    with the_store().write() as transaction:
        told_of_reset(transaction, asker())
    return redirect(home_page())


def _not_themselves(mine: User) -> Words | None:
    """Why whoever asks does not pass for the holder; None for who gave the password, and a code where one is on."""
    store, form = the_store(), request.form
    found = entering.confirm(store, browsers.attempt_here(mine.name, form.get("password", "")), now())
    if isinstance(found, NotLetIn):
        wait = waiting_words(found.wait)
        return Words("密码不对，请过 %(wait)s再试", wait=wait)
    if mine.factor_at is None:
        return None
    answer = confirm_code(store, browsers.code_here(mine, form.get("code", "")), now())
    if answer is NoCodeOpens.SEALED:
        raise sealed_refusal()
    return wrong_code_words(answer.wait) if isinstance(answer, NotLetIn) else None


def _confirmed(mine: User) -> str | Response | tuple[str, int]:
    """Switched on by the first code; the other sessions end, this one goes on, and recovery codes are shown."""
    store = the_store()
    offered = offered_again(store.home, mine, request.form.get("sealed", ""))
    if offered is None:
        return _page(text("这一步已经过时，请重新开始")), 400
    code, at = request.form.get("code", ""), true_instant()
    if not first_code_fits(offered, code, at):
        wrong = text("验证码不对。请看扫的是不是这一个码、手机的时间准不准，再输入手机上现在的 6 位数字")
        return _scanning(mine, offered, wrong), 400
    first = FirstCode(code, at, recovery_codes())
    with store.write() as transaction:
        if users.by_id(transaction, mine.id) != mine:
            return _from_the_beginning()  # closed, or given another password, while this was under way
        switch_on(transaction, mine, offered, first, now())
        fresh = users.by_id(transaction, mine.id)
    assert fresh is not None, "it was there in this transaction"
    begin_session(fresh, vouched=bool(session.get("vouched")))
    return _codes_page(first.recovery)


def _fresh_codes(mine: User) -> str:
    codes = recovery_codes()
    with the_store().write() as transaction:
        renew_recovery(transaction, mine, codes, now())
    return _codes_page(codes)


def _switched_off(mine: User) -> Response:
    try:
        with the_store().write() as transaction:
            switch_off(transaction, mine, now())
    except NotPossible as cause:
        flash(cause.words.say(g.lang), "danger")
    else:
        flash(text("两步验证已关闭，登录只要密码"))
    return redirect(url_for("shell.second_factor.setting_up"))


def _page(wrong: str = "") -> str:
    mine = asker()
    with the_store().read() as transaction:
        left = len(factor_of(transaction, mine.id).recovery)
    return render_template(
        "shell/second_factor.html",
        office=None,
        wrong=wrong,
        since=mine.factor_at,
        left=left,
        must=must_have(mine),
        missing=is_missing(mine) and not session.get("vouched"),
    )


def _scanning(mine: User, offered: OfferedSecret, wrong: str = "") -> str:
    """The page with the QR code of a secret, and the secret as people type it."""
    with the_store().read() as transaction:
        office = offices.load(transaction).settings["单位名称"]
    image = segno.make(otp_address(offered.secret, mine, office), error="m").svg_data_uri(scale=5, border=4)
    grouped = [offered.secret[at : at + FOUR] for at in range(0, len(offered.secret), FOUR)]
    return render_template(
        "shell/factor_scan.html", office=None, wrong=wrong, image=image, secret=" ".join(grouped), sealed=offered.sealed
    )


def _codes_page(codes: RecoveryCodes) -> str:
    name, day = asker().name, now().date()
    return render_template("shell/recovery_codes.html", office=None, codes=codes.codes, name=name, day=day)
