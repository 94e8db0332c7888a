"""A server that failed three times in a row is left alone, then tried one request at a time."""

from bot.services.summaries.breaker import CircuitBreaker


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_opens_after_three_failures_in_a_row() -> None:
    breaker = CircuitBreaker(now=Clock())
    assert [breaker.failed(), breaker.failed()] == [0.0, 0.0]
    breaker.succeeded()
    assert [breaker.failed(), breaker.failed(), breaker.allows()] == [0.0, 0.0, True]
    assert [breaker.failed(), breaker.allows()] == [30.0, False]


def test_one_request_sees_whether_the_server_is_back() -> None:
    clock = Clock()
    breaker = CircuitBreaker(now=clock)
    for _ in range(3):
        breaker.failed()
    clock.now += 29.9
    assert not breaker.allows()
    clock.now += 0.1
    assert [breaker.allows(), breaker.allows()] == [True, False]
    breaker.succeeded()
    assert [breaker.allows(), breaker.allows()] == [True, True]


def test_pauses_grow_to_ten_minutes() -> None:
    clock = Clock()
    breaker = CircuitBreaker(now=clock)
    pauses = []
    for _ in range(20):
        clock.now += 1000
        breaker.allows()
        pauses.append(breaker.failed())
    assert pauses[:9] == [0, 0, 30, 60, 120, 240, 480, 600, 600]
    assert pauses[-1] == 600
