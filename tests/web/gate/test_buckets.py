"""Whoever asks too often waits a moment, nobody else does; what is remembered of it is bounded."""

from web.gate import buckets
from web.gate.buckets import Allowance, Buckets, asking_address


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def test_so_many_at_once_then_so_many_a_second():
    clock = Clock()
    some = Buckets(Allowance(3, 0.5), clock)
    assert [some.wait("a") for _ in range(5)] == [0, 0, 0, 2, 2]
    assert some.wait("b") == 0, "another has a bucket of their own"
    clock.now += 1
    assert some.wait("a") == 1, "asking in vain does not make the wait longer"
    clock.now += 1
    assert [some.wait("a"), some.wait("a")] == [0, 2]
    clock.now += 1000
    assert [some.wait("a") for _ in range(4)] == [0, 0, 0, 2], "no more than the bucket holds"


def test_what_is_known_afterwards_is_taken_afterwards_and_waited_for():
    clock = Clock()
    some = Buckets(Allowance(3, 0.5), clock)
    assert some.wait("a", 0) == 0
    some.charge("a", 5)
    assert (some.wait("a", 0), some.wait("a"), some.wait("b", 0)) == (4, 6, 0)
    clock.now += 4
    assert (some.wait("a", 0), some.wait("a")) == (0, 2)


def test_memory_is_bounded_and_the_longest_silent_are_forgotten(monkeypatch):
    monkeypatch.setattr(buckets, "MOST", 100)
    some = Buckets(Allowance(1, 0.01), Clock())
    for number in range(1000):
        some.wait(str(number))
    assert len(some) == 100
    assert some.wait("999") > 0 and some.wait("0") == 0


def test_who_asks_is_told_by_counted_proxies_alone():
    def asks(address, passed_on="", proxies=0):
        return asking_address({"REMOTE_ADDR": address, "HTTP_X_FORWARDED_FOR": passed_on}, proxies)

    assert [asks("127.0.0.1"), asks("::1"), asks(""), asks("::ffff:127.0.0.1")] == ["", "", "", ""]
    assert asks("203.0.113.7", "10.0.0.1") == "203.0.113.7", "what a client says of itself is not believed"
    assert asks("127.0.0.1", "10.9.9.9, 203.0.113.7", 1) == "203.0.113.7"
    assert asks("127.0.0.1", "203.0.113.7, 10.0.0.2", 2) == "203.0.113.7"
    assert asks("203.0.113.8", "", 1) == "203.0.113.8", "past the proxy"
    assert asks("2001:db8:1:2::3") == asks("2001:db8:1:2:ffff::9") != asks("2001:db8:1:3::3")
    assert asks("::ffff:203.0.113.7") == "203.0.113.7"
    assert asks("127.0.0.1", "nonsense", 1) == ""
