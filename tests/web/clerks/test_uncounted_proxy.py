"""A proxy that nobody has counted makes everybody one address: the clerk who comes through it is told."""

import pytest

from tests.fixtures.clerk_at_work import with_clerk
from tests.fixtures.office_at_work import MONTH, NOW, issued_home
from tests.fixtures.site_log_ins import PASSWORD
from web import create_app

PASSED_ON = {"X-Forwarded-For": "10.1.2.3"}


def told(home, headers):
    store = with_clerk(home)
    app = create_app(store)
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    client.post("/login", data={"name": "clerk", "password": PASSWORD}, headers=headers)
    pages = [client.get(path, headers=headers).get_data(as_text=True) for path in (f"/office/{MONTH}", "/office/now")]
    store.close()
    return ["DANGZHI_PROXIES" in page for page in pages]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("proxies", "headers", "desk"), [("", PASSED_ON, True), ("", {}, False), ("1", PASSED_ON, False)]
)
def test_the_desk_says_that_a_proxy_is_not_counted(tmp_path, monkeypatch, proxies, headers, desk):
    monkeypatch.setenv("DANGZHI_NOW", NOW.isoformat())
    monkeypatch.setenv("DANGZHI_PROXIES", proxies)
    assert told(issued_home(tmp_path / "home"), headers) == [desk, False]
