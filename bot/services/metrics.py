"""Figures of the running bot for Prometheus. No label says who or what was asked.

One function a figure, to be called where it happens; the figures are those of the process.
"""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

CONTENT_TYPE = CONTENT_TYPE_LATEST
_SECONDS = (0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_GAUGES = {
    "waiting": "Updates that wait in memory",
    "at_work": "Updates being handled",
    "journal": "Updates in the update log: not answered yet",
    "poll_age_seconds": "Seconds since Telegram last answered a poll properly",
    "articles": "Articles in the live snapshot",
    "clock_ahead_seconds": "Seconds that this machine's clock is ahead of Telegram's",
}

_registry = CollectorRegistry()
_questions = Counter(
    "tanya_questions", "Questions answered", ["kind", "outcome"], registry=_registry
)
_refusals = Counter("tanya_refusals", "Updates not handled", ["reason"], registry=_registry)
_errors = Counter(
    "tanya_telegram_errors", "Calls that Telegram refused", ["kind"], registry=_registry
)
_summaries = Counter(
    "tanya_summaries", "Summaries asked of the language model", ["status"], registry=_registry
)
_answer_seconds = Histogram(
    "tanya_answer_seconds",
    "From the arrival of an update to the end of the first call that answers it",
    ["kind"],
    buckets=_SECONDS,
    registry=_registry,
)
_gauges = {name: Gauge(f"tanya_{name}", text, registry=_registry) for name, text in _GAUGES.items()}


def question_answered(kind: str, outcome: str) -> None:
    """A question got its answer; `kind` is where it was asked."""
    _questions.labels(kind, outcome).inc()


def summary_ended(status: str) -> None:
    """A summary was made or not; `status` says how it went."""
    _summaries.labels(status).inc()


def update_answered(kind: str, seconds: float) -> None:
    """An update of this kind was answered, `seconds` after it came."""
    _answer_seconds.labels(kind).observe(seconds)


def update_refused(reason: str) -> None:
    """An update was not handled; `reason` is "" if nobody was told why."""
    _refusals.labels(reason or "silently").inc()


def call_failed(kind: str) -> None:
    """A call to Telegram failed; `kind` is the error's class."""
    _errors.labels(kind).inc()


def set_gauges(values: dict[str, float]) -> None:
    """Sets the gauges of these names; KeyError for one that does not exist."""
    for name, value in values.items():
        _gauges[name].set(value)


def page() -> bytes:
    """All figures in Prometheus's text format."""
    return generate_latest(_registry)


def reset() -> None:
    """Begins anew, for one run of the bot after another in the same process."""
    for counted in (_questions, _refusals, _errors, _answer_seconds):
        counted.clear()
    for gauge in _gauges.values():
        gauge.set(0)
