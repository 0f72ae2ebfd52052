"""What a test says in the environment is for no other test."""

import os

SAID = "DANGZHI_SAID_BY_A_TEST"


def test_a_setting_may_be_said_in_a_test():
    assert SAID not in os.environ
    os.environ[SAID] = "1"


def test_it_is_not_there_in_the_next():
    assert SAID not in os.environ
    os.environ[SAID] = "2"
