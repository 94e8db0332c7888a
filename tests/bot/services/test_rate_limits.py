from bot.services.rate_limits import Quota, RateLimit


def test_window_slides() -> None:
    quota = Quota(RateLimit(most=2, seconds=10))
    for at in (0.0, 4.0):
        assert quota.wait("a", at) == 0.0
        quota.count("a", at)
    assert [quota.wait("a", at) for at in (4.0, 9.0, 10.0)] == [6.0, 1.0, 0.0]
    assert quota.wait("b", 4.0) == 0.0


def test_the_strictest_rule_counts() -> None:
    quota = Quota(RateLimit(most=1, seconds=10), RateLimit(most=2, seconds=100))
    quota.count("a", 0.0)
    assert quota.wait("a", 5.0) == 5.0
    quota.count("a", 10.0)
    assert quota.wait("a", 20.0) == 80.0


def test_only_the_first_refusal_is_told() -> None:
    quota = Quota(RateLimit(most=1, seconds=10))
    quota.count("a", 0.0)
    assert [quota.refused_first("a"), quota.refused_first("a")] == [True, False]
    quota.count("a", 10.0)
    assert quota.refused_first("a") is True


def test_keys_are_forgotten_when_there_are_too_many() -> None:
    quota = Quota(RateLimit(most=1, seconds=10))
    for number in range(20_001):
        quota.count(str(number), 0.0)
    assert (quota.wait("0", 0.0), quota.wait("1", 0.0)) == (0.0, 10.0)
