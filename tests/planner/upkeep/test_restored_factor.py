"""A second factor comes back with a backup: whole with the sealing key, without it said plainly and taken off."""

import pytest

from planner.access import logins
from planner.access.entering import CodeWanted
from planner.access.factor.code_entering import NoCodeOpens
from planner.access.factor.second_factor import reset_factor
from planner.store import Store, record
from planner.store.people.users import User
from planner.store.roster import offices
from planner.upkeep.backup import back_up
from planner.upkeep.restore import restore_backup
from planner.upkeep.sealing_key import save_sealing_key
from tests.fixtures import engines
from tests.fixtures.entering import entered
from tests.fixtures.office_at_work import NOW, issued_home, run
from tests.fixtures.telephone import coded, with_factor

pytestmark = [pytest.mark.engines, pytest.mark.slow]

PASSWORD = "correct horse"


@pytest.fixture
def backup(tmp_path):
    """(the telephone, the backup, the sealing key saved apart)"""
    store = Store(issued_home(tmp_path / "home"))
    with store.write() as transaction:
        logins.add(transaction, offices.load(transaction), "li", "clerk", "", PASSWORD, NOW, "test")
    telephone = with_factor(store, "li")
    back_up(store, tmp_path / "b.zip", NOW)
    save_sealing_key(store.home, tmp_path / "key", replace=False)
    store.close()
    return telephone, tmp_path / "b.zip", tmp_path / "key"


def restored(file, home, key=None):
    url = engines.another() or f"sqlite:///{home / 'dangzhi.sqlite'}"
    restore_backup(file, home, url, "test", key)
    return Store(home, url)


def test_with_the_key_its_codes_open_as_before(tmp_path, backup):
    telephone, file, key = backup
    store = restored(file, tmp_path / "again", key)
    assert isinstance(entered(store, "li", PASSWORD), CodeWanted)
    assert isinstance(coded(store, "li", telephone.code()), User)


def test_without_the_key_no_password_opens_alone_and_a_recovery_code_or_the_office_helps(tmp_path, backup):
    telephone, file, _ = backup
    store = restored(file, tmp_path / "again")
    assert isinstance(entered(store, "li", PASSWORD), CodeWanted), "the factor is not lost with the key"
    assert coded(store, "li", telephone.code()) is NoCodeOpens.SEALED
    assert isinstance(coded(store, "li", telephone.recovery[0]), User)
    with store.write() as transaction:
        reset_factor(transaction, "li", NOW, "command line")
    assert isinstance(entered(store, "li", PASSWORD, after=60), User)
    with store.read() as transaction:
        assert record.broken(transaction) == []


def test_the_command_on_the_machine_takes_it_off(tmp_path, backup):
    home = tmp_path / "home"
    assert "两步验证" in run(home, "user", "list").stdout
    done = run(home, "user", "reset-factor", "li")
    assert done.returncode == 0 and "本人下次登录时会看到" in done.stdout
    again = run(home, "user", "reset-factor", "li", "--json")
    assert again.returncode == 1 and "没有开启两步验证" in again.stdout
    assert run(home, "user", "reset-factor", "nobody").returncode == 1
    assert isinstance(entered(Store(home), "li", PASSWORD), User)
