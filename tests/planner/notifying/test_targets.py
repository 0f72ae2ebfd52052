"""Where messages may go: kinds that an office uses, and no machine within but those that were named."""

import socket

import pytest

from planner.errors import NotPossible
from planner.notifying import sending
from planner.notifying.targets import Target, plugin_of, target_of

NAMES = {
    "mail.example.cn": ["203.0.112.9"],
    "smtp.qq.com": ["203.0.112.10"],
    "inner.example.cn": ["10.3.0.7"],
    "two-faced.example.cn": ["203.0.112.11", "192.168.1.1"],
    "mapped.example.cn": ["::ffff:127.0.0.1"],
    "many.example.cn": ["224.0.0.1"],
}


NUMBERS = set(".:abcdefx0123456789")


@pytest.fixture(autouse=True)
def names(monkeypatch):
    """Names as a server of names would give them; numbers, however written, are what they are."""
    truly = socket.getaddrinfo

    def found(host, *arguments, **named):
        if host in NAMES:
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 0)) for one in NAMES[host]]
        if host != "localhost" and not set(host) <= NUMBERS:
            raise socket.gaierror("no such name")
        return truly(host, *arguments, **named)

    monkeypatch.setattr(socket, "getaddrinfo", found)
    monkeypatch.delenv("DANGZHI_MESSAGE_HOSTS", raising=False)


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("mailtos://office:secret@qq.com", "mailtos"),
        ("MAILTO://office:secret@qq.com", "mailto"),
        ("dingtalk://abcdefgh@1234/", "dingtalk"),
        ("wecombot://12345678-1234-1234-1234-123456789012", "wecombot"),
        ("jsons://mail.example.cn/hook", "jsons"),
    ],
)
def test_what_offices_use_is_taken(address, kind):
    assert target_of(address) == Target(address, kind)


@pytest.mark.parametrize(
    "address",
    [
        "syslog://",
        "dbus://",
        "xml://mail.example.cn",
        "slack://a/b/c",
        "https://mail.example.cn/x",
        "json://",
        "mailto:",
    ],
)
def test_other_kinds_are_refused_though_apprise_may_know_them(address):
    with pytest.raises(NotPossible) as caught:
        target_of(address)
    assert caught.value.words.zh.startswith("读不懂这个发送地址，或不能往那里发送")


INNER = [
    "json://127.0.0.1:9/",
    "json://localhost/",
    "json://[::1]:8000/",
    "json://169.254.169.254/latest/meta-data/",
    "jsons://192.168.0.1/",
    "json://2130706433/",
    "json://0x7f000001/",
    "json://0.0.0.0/",
    "json://100.64.0.1/",
    "json://inner.example.cn/",
    "json://two-faced.example.cn/",
    "json://mapped.example.cn/",
    "json://many.example.cn/",
    "mailto://office:secret@inner.example.cn",
    "mailto://office:secret@mail.example.cn?smtp=10.0.0.3",
    "mailtos://office:secret@qq.com?smtp=localhost",
]


@pytest.mark.parametrize("address", INNER)
def test_a_machine_within_is_refused_however_it_is_written(address):
    with pytest.raises(NotPossible) as caught:
        target_of(address)
    assert "这是本机或内部网络的地址" in caught.value.words.zh


def test_a_machine_within_that_was_named_is_taken_and_then_no_other(monkeypatch):
    monkeypatch.setenv("DANGZHI_MESSAGE_HOSTS", " Inner.example.cn，10.0.0.3")
    for address in ("mailto://office:secret@inner.example.cn", "mailto://o:s@mail.example.cn?smtp=10.0.0.3"):
        assert target_of(address).address == address
    assert target_of("dingtalk://abcdefgh@1234/").kind == "dingtalk"
    with pytest.raises(NotPossible) as caught:
        target_of("jsons://mail.example.cn/hook")
    assert "不在允许的主机（DANGZHI_MESSAGE_HOSTS）里" in caught.value.words.zh


def test_a_machine_that_nobody_knows_is_refused():
    with pytest.raises(NotPossible) as caught:
        target_of("jsons://nowhere.example.cn/hook")
    assert caught.value.words.zh.startswith("找不到“nowhere.example.cn”这台主机")


def test_nobody_is_followed_to_another_machine_whatever_the_address_asks():
    assert plugin_of("jsons://mail.example.cn/hook?redirect=yes").redirects is False


def test_an_address_that_leads_within_by_now_is_not_sent_to(monkeypatch):
    target = target_of("jsons://mail.example.cn/")
    monkeypatch.setitem(NAMES, "mail.example.cn", ["127.0.0.1"])
    assert sending.handed_over(sending.deliver, target.address, "值班调整", "请查收", None) is False


@pytest.mark.parametrize(
    "address",
    ["json://mail.example.cn/", "mailto://office:secret@mail.example.cn", "mailto://o:s@x.cn?smtp=smtp.qq.com"],
)
def test_nothing_goes_in_clear_but_to_a_machine_that_was_named(monkeypatch, address):
    with pytest.raises(NotPossible) as caught:
        target_of(address)
    kind = address.partition(":")[0]
    assert caught.value.words.zh.endswith(f"请写成 {kind}s://") and "secret" not in caught.value.words.zh
    monkeypatch.setenv("DANGZHI_MESSAGE_HOSTS", "mail.example.cn,smtp.qq.com")
    assert target_of(address).kind == kind


@pytest.mark.parametrize(
    "address",
    [
        "jsons://mail.example.cn/hook?verify=no",
        "mailtos://office:secret@qq.com?verify=no",
        "dingtalk://abcdefgh@1234/?verify=no",
    ],
)
def test_every_machine_is_asked_for_its_certificate_whatever_the_address_asks(address):
    assert plugin_of(address).verify_certificate is True


@pytest.mark.parametrize("end", ["%0d%0a", "%0A", "%250a", "\r\n", "%00", "%e2%80%a8"])
@pytest.mark.parametrize("where", ["name=值班室{}Bcc:z@x.cn", "to=a@x.cn{}Bcc:z@x.cn", "%2bX-Mine=1{}Bcc:z@x.cn"])
def test_no_line_end_in_an_address_begins_a_header_of_a_mail(where, end):
    assert target_of("mailtos://office:secret@qq.com?" + where.partition("{}")[0])
    with pytest.raises(NotPossible) as caught:
        target_of("mailtos://office:secret@qq.com?" + where.format(end))
    assert caught.value.words.zh.startswith("读不懂这个发送地址")
