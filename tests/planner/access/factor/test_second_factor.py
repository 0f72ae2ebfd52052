"""A code beside the password: once, of the present half minute, not to be guessed; recovery codes; off, taken off."""

from datetime import timedelta
from threading import Barrier, Thread

import pyotp
import pytest

from planner.access import logins, slowing
from planner.access.entering import CodeWanted, NotLetIn, log_in
from planner.access.factor import code_entering
from planner.access.factor import second_factor as law
from planner.access.factor.code_entering import CodeAttempt, NoCodeOpens, enter_code
from planner.access.factor.recovery import recovery_codes
from planner.errors import NotPossible, TryLater
from planner.home import keys
from planner.store import Store, audit, record
from planner.store.door.second_factors import factor_of
from planner.store.people import users
from planner.store.people.users import User
from planner.store.roster import offices
from tests.fixtures.entering import BEGAN, STRANGER, entered
from tests.fixtures.office_at_work import NOW, issued_home
from tests.fixtures.telephone import STEP, coded, password_at, with_factor

pytestmark = pytest.mark.engines

PASSWORD = "correct horse"


@pytest.fixture
def store(tmp_path):
    store = Store(issued_home(tmp_path / "home"))
    with store.write() as transaction:
        for name, role in (("li", "official"), ("wang", "clerk")):
            logins.add(transaction, offices.load(transaction), name, role, "H01", PASSWORD, NOW, "test")
    return store


def user(store, name="li"):
    with store.read() as transaction:
        return users.by_name(transaction, name)


def rows(store):
    """(who, what, detail) of the log's entries since the log-ins were made, oldest first."""
    with store.read() as transaction:
        found = audit.page(transaction, 0, 40)
    return [(one.actor, one.action, one.detail) for one in reversed(found) if not one.action.startswith("user add")]


def waits(store, code, name="li", **where):
    try:
        return coded(store, name, code, **where).wait
    except TryLater as later:
        return -later.seconds


def test_a_right_password_alone_opens_nothing_once_the_factor_is_on(store):
    assert isinstance(entered(store, "li", PASSWORD), User)
    telephone = with_factor(store, "li")
    before = len(rows(store))
    assert isinstance(entered(store, "li", PASSWORD), CodeWanted)
    assert entered(store, "li", "wrong") == NotLetIn(1)
    assert [what for _, what, _ in rows(store)][before:] == ["log in refused"], "nobody has come in"
    assert isinstance(coded(store, "li", telephone.code()), User)
    assert rows(store)[-1] == ("li", "log in", {"address": "10.0.0.7"})


def test_a_code_of_the_present_half_minute_or_of_one_beside_it_is_taken_and_no_other(store):
    telephone, taken = with_factor(store, "li", BEGAN - timedelta(hours=1)), []
    for beside in (-2, -1, 0, 1, 2):
        after = 86_400 * (beside + 3)
        code = telephone.code(BEGAN + timedelta(seconds=after + beside * STEP))
        if isinstance(coded(store, "li", code, after=after), User):
            taken.append(beside)
    assert taken == [-1, 0, 1]


@pytest.mark.parametrize("written", ["{}", " {} ", "{0[0]}{0[1]}{0[2]} {0[3]}{0[4]}{0[5]}"])
def test_a_code_is_read_as_people_type_it(store, written):
    code = with_factor(store, "li").code()
    wide = code.translate({ord(digit): ord(digit) - ord("0") + ord("０") for digit in code})
    assert isinstance(coded(store, "li", written.format(code)), User)
    assert waits(store, written.format(wide)) == 1, "it is the same code, which was used"


def replayed(store):
    """Whether a code that was used opens a second time, by the same or by an older step."""
    telephone = with_factor(store, "li")
    older, code = telephone.code(BEGAN - timedelta(seconds=STEP)), telephone.code()
    assert isinstance(coded(store, "li", code), User)
    again = [coded(store, "li", code, address=STRANGER, after=1)]
    again.append(coded(store, "li", older, address=STRANGER, after=5))
    return any(isinstance(one, User) for one in again)


def test_a_code_opens_once_and_none_before_it_any_more(store):
    assert not replayed(store)


def test_a_planted_law_without_the_last_step_is_caught(store, monkeypatch):
    real = law._step
    monkeypatch.setattr(law, "_step", lambda secret, code, at, last: real(secret, code, at, law.NEVER_USED))
    assert replayed(store)


def test_one_code_sent_many_times_at_one_moment_opens_once(store):
    code, ready, seen = with_factor(store, "li").code(), Barrier(6), []

    def one():
        ready.wait()
        try:
            seen.append(type(coded(store, "li", code)))
        except TryLater as later:
            seen.append(NotLetIn if not later.busy else TryLater)

    threads = [Thread(target=one) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen.count(User) == 1 and set(seen) == {User, NotLetIn}


def guesses(store):
    """How many codes are looked at in a day, whatever addresses they come from and however often the password is given.

    Whoever guesses comes as soon as each wait is over.
    """
    with_factor(store, "li")
    after, looked_at = 0.0, 0
    while after < 86_400 and looked_at < 1000:
        log_in(store, password_at("li", PASSWORD, after), NOW)
        wait = waits(store, "000000", address=f"198.51.100.{looked_at % 250}", after=after)
        looked_at += wait > 0
        after += abs(wait)
    return looked_at


def test_codes_are_not_guessed_from_many_addresses_nor_by_giving_the_password_again(store):
    assert guesses(store) == 105, "three in a million of them fit: one day in three thousand"


def test_a_planted_law_that_counts_codes_by_address_is_caught(store, monkeypatch):
    def by_address(transaction, attempt):
        return slowing.tried_by(transaction, f"code of {attempt.user.id}", attempt.address, "")

    monkeypatch.setattr(code_entering, "_by", by_address)
    assert guesses(store) > 250


def test_wrong_codes_wait_longer_each_time_and_are_rows_of_the_log(store):
    telephone = with_factor(store, "li")
    assert waits(store, "000000") == 1
    assert waits(store, telephone.code(), after=0.5) == -1, "the right one waits as well"
    assert waits(store, "12345", after=1) == 2
    with pytest.raises(TryLater) as caught:
        coded(store, "li", "000000", after=2)
    assert "刚才输错过验证码，请过 1 秒再试" in caught.value.words.zh and "recovery code" in caught.value.words.en
    found = [one for one in rows(store) if one[1] == "code refused"]
    assert found == [("stranger", "code refused", {"address": "10.0.0.7", "name": "li"})], "the next ones are counted"
    assert isinstance(coded(store, "li", telephone.code(BEGAN + timedelta(seconds=60)), after=60), User)
    assert waits(store, "000000", after=61) == 1, "a right one ends it"


def test_who_knows_the_password_keeps_the_holder_s_own_browser_not_out(store):
    telephone, mine = with_factor(store, "li"), user(store).id
    for after in range(0, 40, 8):
        waits(store, "000000", address=STRANGER, after=after)
    own = {"browser": "b", "known_to": [mine]}
    late = telephone.code(BEGAN + timedelta(seconds=40))
    assert waits(store, late, after=40) < 0
    assert isinstance(coded(store, "li", late, after=40, **own), User)


def test_the_profile_mlps_locks_after_five_wrong_codes(store, monkeypatch):
    monkeypatch.setenv("DANGZHI_PROFILE", "mlps")
    with_factor(store, "li")
    assert [waits(store, "000000", after=after) for after in (0, 60, 120, 180, 240)] == [1, 2, 4, 8, 900]
    assert rows(store)[-1][1] == "user locked"


def recovered_twice(store):
    telephone = with_factor(store, "li")
    code = telephone.recovery[3]
    assert isinstance(coded(store, "li", code.upper().replace("-", " ")), User)
    return isinstance(coded(store, "li", code, after=1), User)


def test_a_recovery_code_opens_once_however_it_is_written(store):
    assert not recovered_twice(store)
    assert ("li", "recovery code used", {"address": "10.0.0.7", "left": 9}) in rows(store)
    with store.read() as transaction:
        assert len(factor_of(transaction, user(store).id).recovery) == 9


def test_a_planted_law_that_keeps_used_recovery_codes_is_caught(store, monkeypatch):
    real = law.keep_factor
    monkeypatch.setattr(law, "keep_factor", lambda to, kept: None if len(kept.recovery) == 9 else real(to, kept))
    assert recovered_twice(store)


def test_ten_recovery_codes_come_with_the_factor_each_of_forty_nine_bits_and_none_is_kept_as_it_is(store):
    telephone = with_factor(store, "li")
    with store.read() as transaction:
        kept = str(factor_of(transaction, user(store).id))
    assert len(set(telephone.recovery)) == 10
    assert all(len(one) == 11 and one[5] == "-" and not set(one) & set("il1o0") for one in telephone.recovery)
    assert not any(one in kept or one.replace("-", "") in kept for one in telephone.recovery)
    assert telephone.secret not in kept and "sealed:" in kept


def test_other_recovery_codes_void_those_of_before(store):
    telephone, codes = with_factor(store, "li"), recovery_codes()
    with store.write() as transaction:
        law.renew_recovery(transaction, users.by_name(transaction, "li"), codes, NOW)
    assert waits(store, telephone.recovery[0]) == 1
    assert isinstance(coded(store, "li", codes.codes[0], after=2), User)
    assert rows(store)[-4][1] == "recovery codes new"


def test_a_wrong_first_code_switches_nothing_on(store):
    with store.write() as transaction:
        mine = users.by_name(transaction, "li")
        offered = law.offered_secret(store.home, mine)
        old = pyotp.TOTP(offered.secret).at(BEGAN - timedelta(seconds=90))
        for code in (old, "", "000000"):
            first = law.FirstCode(code, BEGAN, recovery_codes())
            assert not law.switch_on(transaction, mine, offered, first, NOW)
    assert user(store) == mine and rows(store)[-1][1] == "publish"


def test_what_was_offered_is_taken_from_nobody_else_and_not_after_the_log_in_changed(store):
    li, wang = user(store), user(store, "wang")
    sealed = law.offered_secret(store.home, li).sealed
    assert law.offered_again(store.home, li, sealed).sealed == sealed
    assert law.offered_again(store.home, wang, sealed) is None
    assert law.offered_again(store.home, li, "sealed:made up") is None and law.offered_again(store.home, li, "") is None
    with_factor(store, "li")
    assert law.offered_again(store.home, user(store), sealed) is None


def test_a_secret_put_in_another_s_place_opens_nothing_and_the_record_names_it(store):
    mine, theirs = with_factor(store, "li"), with_factor(store, "wang")
    with store.engine.begin() as connection:
        kept = dict(connection.exec_driver_sql('SELECT "user", secret FROM second_factors').all())
        connection.exec_driver_sql(
            f"UPDATE second_factors SET secret = '{kept[user(store).id]}' WHERE \"user\" = {user(store, 'wang').id}"
        )
    assert coded(store, "wang", mine.code()) is NoCodeOpens.SEALED
    assert coded(store, "wang", theirs.code()) is NoCodeOpens.SEALED
    with store.read() as transaction:
        said = [one.words.zh for one in record.broken(transaction)]
    assert said == [f"第{user(store, 'wang').id}号登录帐号的两步验证被改动：数据库里的内容与存证不符"]


def test_switching_on_ends_the_sessions_of_before(store):
    before = user(store).generation
    with_factor(store, "li")
    assert user(store).generation == before + 1 and user(store).factor_at == NOW.isoformat()
    assert rows(store)[-1] == ("li", "second factor on", {"name": "li"})


def test_it_is_switched_off_where_nobody_asks_for_it_and_not_where_the_role_must_have_it(store, monkeypatch):
    with_factor(store, "li")
    monkeypatch.setenv("DANGZHI_SECOND_FACTOR", "clerk，Official")
    with store.write() as transaction, pytest.raises(NotPossible, match="cannot be switched off"):
        law.switch_off(transaction, users.by_name(transaction, "li"), NOW)
    monkeypatch.setenv("DANGZHI_SECOND_FACTOR", "clerk")
    with store.write() as transaction:
        law.switch_off(transaction, users.by_name(transaction, "li"), NOW)
    assert rows(store)[-1] == ("li", "second factor off", {"name": "li"})
    assert isinstance(entered(store, "li", PASSWORD), User) and user(store).factor_taken_at is None


@pytest.mark.parametrize(
    ("said", "asked"), [("", ""), ("clerk", "clerk"), (" clerk, approver ", "clerk approver"), ("每个人", "")]
)
def test_roles_are_named_by_a_setting(store, monkeypatch, said, asked):
    monkeypatch.setenv("DANGZHI_SECOND_FACTOR", said)
    li = user(store)
    found = [str(role) for role in logins.ROLES if law.must_have(User(**{**vars(li), "role": role}))]
    assert found == asked.split()


def test_the_office_takes_off_what_is_lost_which_ends_sessions_and_is_told(store):
    telephone = with_factor(store, "li")
    before = user(store).generation
    with store.write() as transaction:
        for name, actor in (("li", "li"), ("wang", "li"), ("nobody", "wang")):
            with pytest.raises(NotPossible):
                law.reset_factor(transaction, name, NOW, actor)
        law.reset_factor(transaction, "li", NOW, "wang")
    found = user(store)
    assert (found.factor_at, found.factor_taken_at, found.generation) == (None, NOW.isoformat(), before + 1)
    assert rows(store)[-1] == ("wang", "second factor reset", {"name": "li"})
    assert coded(store, "li", telephone.code()) is NoCodeOpens.OVER
    with store.write() as transaction:
        law.told_of_reset(transaction, found)
        assert record.broken(transaction) == []
    assert user(store).factor_taken_at is None


def test_a_log_in_that_was_closed_or_got_another_password_meanwhile_lets_no_code_in(store):
    telephone, before = with_factor(store, "li"), user(store)
    with store.write() as transaction:
        logins.give_password(transaction, offices.load(transaction), "li", "a purple kettle", NOW, "wang")
    assert enter_code(store, CodeAttempt(before, telephone.code(), "", BEGAN), NOW) is NoCodeOpens.OVER
    with store.write() as transaction:
        logins.disable(transaction, "li", NOW, "wang")
    assert coded(store, "li", telephone.code()) is NoCodeOpens.OVER


def test_without_the_sealing_key_a_recovery_code_still_opens_and_it_is_said_who_is_shut_out(store):
    telephone = with_factor(store, "li")
    with store.read() as transaction:
        assert law.shut_factors(transaction) == []
    (store.home / keys.SEALING).unlink()
    with store.read() as transaction:
        assert law.shut_factors(transaction) == ["li"]
    assert coded(store, "li", telephone.code()) is NoCodeOpens.SEALED
    assert waits(store, "aaaaa-aaaaa") == 1, "recovery codes are not guessed either"
    assert isinstance(coded(store, "li", telephone.recovery[0], after=1), User)
