"""Figures of the running bot for Prometheus. No label says who or what was asked."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

CONTENT_TYPE = CONTENT_TYPE_LATEST
_SECONDS = (0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """The figures of one run, each in a registry of its own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._questions = self._counter("questions", "Questions answered", "kind", "outcome")
        self._refusals = self._counter("refusals", "Updates not worked on", "reason")
        self._errors = self._counter("telegram_errors", "Calls that Telegram refused", "kind")
        self._seconds = Histogram(
            "tanya_answer_seconds",
            "From the arrival of an update to the end of the first call that answers it",
            ["kind"],
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._gauges = {
            name: Gauge(f"tanya_{name}", text, registry=self._registry)
            for name, text in (
                ("waiting", "Updates that wait in memory"),
                ("at_work", "Updates at work"),
                ("journal", "Updates in the journal: not answered yet"),
                ("poll_age_seconds", "Since Telegram last answered a poll as it should"),
                ("articles", "Articles in the live snapshot"),
            )
        }

    def _counter(self, name: str, text: str, *labels: str) -> Counter:
        return Counter(f"tanya_{name}", text, labels, registry=self._registry)

    def answered(self, kind: str, outcome: str) -> None:
        """A question got its answer; `kind` is where it was asked."""
        self._questions.labels(kind, outcome).inc()

    def took(self, kind: str, seconds: float) -> None:
        """An update of this kind was answered after so long."""
        self._seconds.labels(kind).observe(seconds)

    def refused(self, reason: str) -> None:
        """An update was not worked on."""
        self._refusals.labels(reason or "silently").inc()

    def failed(self, kind: str) -> None:
        """A call to Telegram failed; `kind` is the error's class."""
        self._errors.labels(kind).inc()

    def show(self, figures: dict[str, float]) -> None:
        """Sets the gauges of these names."""
        for name, value in figures.items():
            self._gauges[name].set(value)

    def page(self) -> bytes:
        """Everything, in Prometheus's text format."""
        return generate_latest(self._registry)
