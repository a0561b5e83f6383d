import pytest

from service.auth import Action, User, may, user_at


@pytest.mark.parametrize("action", list(Action))
def test_the_local_user_may_do_everything_that_is_named_but_what_is_the_owners(action):
    assert may(User("local", local=True), action, None) == (action is not Action.COMMAND)
    assert may(User("local", local=True, owner=True), action, None)
    assert not may(User("guest", local=False, owner=True), action, None)


def test_only_the_right_token_makes_an_owner_and_a_wrong_one_a_nobody():
    def user(authorization, token="secret"):
        return user_at("127.0.0.1", authorization=authorization, token=token)

    assert user("Bearer secret").owner
    assert not user(None).owner
    for wrong in ("Bearer other", "Bearer ", "", "secret", "Bearer séc"):
        assert user(wrong) is None
    assert user("Bearer None", token=None) is None
    assert user_at("192.0.2.7", authorization="Bearer secret", token="secret") is None


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
