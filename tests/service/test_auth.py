import pytest

from service.auth import Action, User, may, user_at


@pytest.mark.parametrize("action", list(Action))
def test_the_local_user_may_do_everything_that_is_named(action):
    assert may(User("local", local=True), action, None)


def test_what_is_not_named_nobody_may_do():
    assert not may(User("local", local=True), "administer", None)


@pytest.mark.parametrize("action", list(Action))
def test_strangers_may_nothing(action):
    assert not may(None, action, None)
    assert not may(User("guest", local=False), action, None)


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1"])
def test_loopback_addresses_are_the_local_user(address):
    user = user_at(address)
    assert user is not None
    assert user.local


@pytest.mark.parametrize("address", ["192.0.2.7", "0.0.0.0", "testclient", "", None])
def test_other_addresses_are_nobody(address):
    assert user_at(address) is None
