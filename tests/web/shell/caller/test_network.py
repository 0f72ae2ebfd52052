"""The address that a request comes from."""

import pytest

from web.shell.caller.network import Network


@pytest.mark.parametrize(
    ("proxies", "passed_on", "address"),
    [
        (0, "", "10.0.0.9"),
        (0, "203.0.113.7", "10.0.0.9"),
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "1.1.1.1, 203.0.113.7", "203.0.113.7"),
        (2, "1.1.1.1, 203.0.113.7", "1.1.1.1"),
        (2, "203.0.113.7", "10.0.0.9"),
        (1, "nobody", "10.0.0.9"),
        (1, "2001:DB8::7", "2001:db8::7"),
    ],
)
def test_the_address_is_what_the_outermost_known_proxy_saw_and_none_that_a_stranger_made_up(
    monkeypatch, proxies, passed_on, address
):
    monkeypatch.setenv("DANGZHI_PROXIES", str(proxies))
    environ = {"REMOTE_ADDR": "10.0.0.9", **({"HTTP_X_FORWARDED_FOR": passed_on} if passed_on else {})}
    assert Network.from_environment().address(environ) == address


def test_behind_a_socket_that_is_a_file_there_is_none(monkeypatch):
    monkeypatch.delenv("DANGZHI_PROXIES", raising=False)
    assert Network.from_environment().address({"REMOTE_ADDR": ""}) == ""
