"""The second factor on the site and at the API: nothing opens between password and code; set up, off, taken off."""

import html
import re
import time

import itsdangerous.timed
import pytest
from sqlalchemy import update

from planner.access import logins
from planner.clock import true_instant
from planner.home import keys
from planner.store import Store, audit, door_tables
from planner.store.people import users
from planner.store.roster import offices
from tests.fixtures.office_at_work import NOW, issued_home
from tests.fixtures.site_log_ins import PASSWORD
from tests.fixtures.telephone import Telephone, with_factor
from web import create_app

pytestmark = pytest.mark.engines


@pytest.fixture
def app(tmp_path, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", "2026-11-26T09:00")
    store = Store(issued_home(tmp_path / "home"))
    with store.write() as transaction:
        for name, role in (("clerk", "clerk"), ("li", "official")):
            logins.add(transaction, offices.load(transaction), name, role, "H01", PASSWORD, NOW, "test")
    app = create_app(store)
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def log_in(client, name="li", to=""):
    return client.post(f"/login{to}", data={"name": name, "password": PASSWORD})


def give(client, code, to=""):
    return client.post(f"/login/code{to}", data={"code": code})


def phone(app, name="li"):
    return with_factor(app.extensions["store"], name, true_instant())


def now_shown(telephone, steps=0):
    return telephone.code(time.time() + 30 * steps)


def user(app, name="li"):
    with app.extensions["store"].read() as transaction:
        return users.by_name(transaction, name)


def deeds(app, count=1):
    with app.extensions["store"].read() as transaction:
        return [one.action for one in audit.page(transaction, 0, count)]


def text_of(answer):
    return html.unescape(answer.get_data(as_text=True))


def asked_for_code(app):
    """A client that has given the right password of somebody with a second factor, and the telephone."""
    telephone, client = phone(app), app.test_client()
    assert log_in(client, to="?next=/me/account").headers["Location"] == "/login/code?next=/me/account"
    return client, telephone


def test_between_password_and_code_nothing_is_open(app):
    client, telephone = asked_for_code(app)
    for path in ("/me", "/password", "/second-factor"):
        assert client.get(path).headers["Location"].startswith("/login?next="), path
    assert client.get("/login/code").status_code == 200
    answer = give(client, now_shown(telephone), "?next=/me/account")
    assert answer.headers["Location"] == "/me/account" and client.get("/me").status_code == 200
    assert "password-given=;" in str(answer.headers), "the proof is taken back"


def test_the_proof_of_the_password_is_of_five_minutes_of_one_log_in_and_ends_with_its_password(app):
    client, telephone = asked_for_code(app)
    cookie = client.get_cookie("password-given", path="/login")
    assert (cookie.http_only, cookie.same_site, cookie.path) == (True, "Lax", "/login")
    other = app.test_client()
    other.set_cookie("session", cookie.value)
    assert other.get("/me").status_code == 302, "it is no session"
    for value in (cookie.value[:-2] + "xx", client.get_cookie("browser") or "x.y.z"):
        other.set_cookie("password-given", str(value), path="/login")
        assert give(other, now_shown(telephone)).headers["Location"] == "/login"
    began = time.time()
    with pytest.MonkeyPatch.context() as later:
        later.setattr(itsdangerous.timed.time, "time", lambda: began + 310)
        assert client.get("/login/code?next=/me").headers["Location"] == "/login?next=/me"
    client, telephone = app.test_client(), Telephone(telephone.secret)
    log_in(client)
    with app.extensions["store"].write() as transaction:
        logins.give_password(transaction, offices.load(transaction), "li", "a purple kettle", NOW, "clerk")
    assert give(client, now_shown(telephone)).headers["Location"] == "/login"


def test_a_wrong_code_says_how_long_to_wait_and_a_used_one_opens_nothing(app):
    client, telephone = asked_for_code(app)
    answer = give(client, "000000")
    assert (answer.status_code, answer.headers["Retry-After"]) == (401, "1")
    assert "验证码不对，或已经用过" in text_of(answer) and "过 1 秒再试" in text_of(answer)
    answer = give(client, now_shown(telephone))
    assert answer.status_code == 429 and "刚才输错过验证码" in text_of(answer)
    assert deeds(app) == ["code refused"]
    time.sleep(1.1)
    code = now_shown(telephone)
    assert give(client, code).headers["Location"] == "/me"
    thief = app.test_client()
    log_in(thief)
    assert give(thief, code).status_code == 401


def test_a_recovery_code_logs_in_where_the_telephone_is_not(app):
    client, telephone = asked_for_code(app)
    assert give(client, telephone.recovery[0]).headers["Location"] == "/me"
    page = client.get("/second-factor").get_data(as_text=True)
    assert "还有 9 个恢复码没有用过" in page


def shown(answer):
    """(secret, what is sealed) as the page with the QR code has them."""
    page = answer.get_data(as_text=True)
    assert 'src="data:image/svg+xml' in page
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1]
    assert all(len(group) == 4 for group in secret.split())
    return secret.replace(" ", ""), html.unescape(re.search(r'name="sealed" value="([^"]+)"', page)[1])


def set_up(client):
    """The recovery codes and the telephone of a factor that somebody sets up on the page."""
    assert "开始设置" in client.get("/second-factor").get_data(as_text=True)
    secret, sealed = shown(client.post("/second-factor", data={"what": "begin", "password": PASSWORD}))
    telephone = Telephone(secret)
    wrong = client.post("/second-factor", data={"what": "confirm", "sealed": sealed, "code": "000000"})
    assert wrong.status_code == 400 and shown(wrong) == (secret, sealed)
    done = client.post("/second-factor", data={"what": "confirm", "sealed": sealed, "code": now_shown(telephone, -1)})
    codes = re.findall(r"<code>([a-z2-9]{5}-[a-z2-9]{5})</code>", done.get_data(as_text=True))
    assert done.status_code == 200 and len(set(codes)) == 10 and done.headers["Cache-Control"] == "no-store"
    return telephone, codes


def test_somebody_sets_it_up_and_is_asked_for_it_from_then_on(app):
    client, elsewhere = app.test_client(), app.test_client()
    log_in(client), log_in(elsewhere)
    telephone, codes = set_up(client)
    assert client.get("/me").status_code == 200 and elsewhere.get("/me").status_code == 302
    assert "已开启" in client.get("/second-factor").get_data(as_text=True)
    assert codes[0] not in client.get("/second-factor").get_data(as_text=True)
    fresh = app.test_client()
    assert log_in(fresh).headers["Location"] == "/login/code"
    assert give(fresh, now_shown(telephone)).headers["Location"] == "/me"


def test_nothing_begins_or_changes_without_the_password_and_a_code(app):
    telephone, client = phone(app), app.test_client()
    log_in(client)
    give(client, telephone.recovery[0])
    before = user(app)
    for what in ("begin", "codes", "off"):
        answer = client.post("/second-factor", data={"what": what, "password": "wrong", "code": telephone.recovery[1]})
        assert answer.status_code == 401 and "密码不对" in text_of(answer)
        time.sleep(1.1)
        answer = client.post("/second-factor", data={"what": what, "password": PASSWORD, "code": "000000"})
        assert answer.status_code in (401, 429), what
        time.sleep({"begin": 1.1, "codes": 2.1}.get(what, 0))
    assert user(app) == before
    assert client.post("/second-factor", data={"what": "else", "password": PASSWORD}).status_code == 400
    assert client.post("/second-factor", data={"what": "confirm", "sealed": "x", "code": "1"}).status_code == 400


def test_other_codes_another_telephone_and_off_by_password_and_code(app):
    telephone, client = phone(app), app.test_client()
    log_in(client)
    give(client, telephone.recovery[0])

    def ask(what, code):
        return client.post("/second-factor", data={"what": what, "password": PASSWORD, "code": code})

    codes = re.findall(r"<code>([a-z2-9-]{11})</code>", ask("codes", telephone.recovery[1]).get_data(as_text=True))
    assert len(codes) == 10 and not set(codes) & set(telephone.recovery)
    secret, sealed = shown(ask("begin", codes[0]))
    other = Telephone(secret)
    client.post("/second-factor", data={"what": "confirm", "sealed": sealed, "code": now_shown(other, -1)})
    assert ask("off", now_shown(telephone)).status_code == 401, "the telephone of before is one no more"
    time.sleep(1.1)
    assert ask("off", now_shown(other)).headers["Location"] == "/second-factor"
    assert user(app).factor_at is None and deeds(app) == ["second factor off"]
    assert log_in(app.test_client()).headers["Location"] == "/me"


def test_a_role_that_must_have_one_sets_it_up_before_anything_else(app, monkeypatch):
    monkeypatch.setenv("DANGZHI_SECOND_FACTOR", "clerk")
    client = app.test_client()
    log_in(client, "clerk")
    for path in ("/office", "/office/users", "/me"):
        assert client.get(path).headers["Location"] == "/second-factor", path
    assert client.post("/office/users", data={"name": "x", "role": "official"}).headers["Location"] == "/second-factor"
    assert "您的角色登录时除了密码" in client.get("/second-factor").get_data(as_text=True)
    assert client.get("/password").status_code == 200 and client.get("/").status_code == 200
    telephone, _ = set_up(client)
    assert client.get("/office/users").status_code == 200
    page = client.get("/second-factor").get_data(as_text=True)
    assert "不能关闭" in page and 'value="off"' not in page
    form = {"what": "off", "password": PASSWORD, "code": now_shown(telephone)}
    answer = client.post("/second-factor", data=form, follow_redirects=True)
    assert "不能关闭；换手机请用“换一部手机”" in text_of(answer) and user(app, "clerk").factor_at
    assert log_in(app.test_client()).headers["Location"] == "/me", "others are not asked"


def test_whoever_an_identity_provider_vouches_for_needs_none(app, monkeypatch):
    monkeypatch.setenv("DANGZHI_SECOND_FACTOR", "clerk")
    client = app.test_client()
    log_in(client, "clerk")
    with app.extensions["store"].write() as transaction:
        transaction.connection.execute(update(door_tables.sessions).values(vouched=True))
    assert client.get("/office/users").status_code == 200
    bearer = client.post("/api/v1/session", json={"name": "clerk", "password": PASSWORD}).json["token"]
    refused = client.get("/api/v1/office/users", headers={"Authorization": f"Bearer {bearer}"})
    assert (refused.status_code, refused.json["code"]) == (403, "SECOND_FACTOR"), "a cookie says nothing of a token"


def test_the_clerk_takes_off_what_is_lost_and_its_holder_reads_it_until_they_say_so(app):
    telephone, mine, clerk = phone(app), app.test_client(), app.test_client()
    log_in(mine)
    give(mine, now_shown(telephone))
    log_in(clerk, "clerk")
    assert clerk.get("/office/users").get_data(as_text=True).count("取消两步验证") == 1
    assert clerk.post("/office/users/li/factor").status_code == 302 and deeds(app) == ["second factor reset"]
    assert "取消两步验证" not in clerk.get("/office/users").get_data(as_text=True)
    assert mine.get("/me").status_code == 302, "its sessions have ended"
    log_in(mine)
    for _ in range(2):
        assert "办公室于2026-11-26 09:00取消了您的两步验证" in text_of(mine.get("/me"))
    assert "取消了您的两步验证" not in text_of(clerk.get("/office/users"))
    mine.post("/second-factor/seen")
    assert "取消了您的两步验证" not in text_of(mine.get("/me")) and user(app).factor_taken_at is None


def test_a_clerk_does_not_take_off_their_own(app):
    telephone, clerk = phone(app, "clerk"), app.test_client()
    log_in(clerk, "clerk")
    give(clerk, now_shown(telephone))
    answer = clerk.post("/office/users/clerk/factor", follow_redirects=True)
    assert "自己的两步验证请到“两步验证”页" in text_of(answer) and user(app, "clerk").factor_at


def test_without_the_sealing_key_it_is_said_plainly_and_a_recovery_code_opens(app):
    client, telephone = asked_for_code(app)
    (app.extensions["store"].home / keys.SEALING).unlink()
    answer = give(client, now_shown(telephone))
    assert answer.status_code == 401 and "本机没有当初的密封密钥" in text_of(answer)
    assert give(client, telephone.recovery[0]).headers["Location"] == "/me"
    answer = client.post("/second-factor", data={"what": "off", "password": PASSWORD, "code": now_shown(telephone)})
    assert answer.status_code == 400 and "本机没有当初的密封密钥" in text_of(answer)
    secret, sealed = shown(
        client.post("/second-factor", data={"what": "begin", "password": PASSWORD, "code": telephone.recovery[1]})
    )
    form = {"what": "confirm", "sealed": sealed, "code": now_shown(Telephone(secret))}
    assert client.post("/second-factor", data=form).status_code == 200, "another telephone, by a key made anew"


def test_the_api_takes_a_code_beside_the_password_and_refuses_without_it(app):
    telephone, client = phone(app), app.test_client()

    def ask(**body):
        return client.post("/api/v1/session", json={"name": "li", "password": PASSWORD, **body})

    refused = ask()
    assert (refused.status_code, refused.json["code"]) == (401, "CODE_WANTED") and "code" in refused.json["message"]
    wrong = ask(code="000000")
    assert (wrong.status_code, wrong.json["code"], wrong.headers["Retry-After"]) == (401, "NOT_KNOWN", "1")
    assert "验证码不对" in wrong.json["message"]
    assert (ask(code=now_shown(telephone)).status_code) == 429
    time.sleep(1.1)
    code = now_shown(telephone)
    token = ask(code=code).json["token"]
    assert client.get("/api/v1/session", headers={"Authorization": f"Bearer {token}"}).json["name"] == "li"
    assert ask(code=code).status_code == 401, "once"
    time.sleep(1.1)
    assert ask(code=telephone.recovery[0]).status_code == 200
    (app.extensions["store"].home / keys.SEALING).unlink()
    sealed = ask(code=now_shown(telephone, 1))
    assert sealed.status_code == 422 and "密封密钥" in sealed.json["message"]
    assert client.post("/api/v1/session", json={"name": "li", "password": "wrong", "code": code}).status_code == 401
