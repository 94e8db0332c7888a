"""Fetches from a site on loopback."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from index.fetching.articles.queue import SourceRun
from index.fetching.fetcher import FetchOptions, FetchReport, fetch
from index.fetching.sources_file import Source, read_sources
from index.fetching.web.request import Limits
from index.fetching.web.visitor import Manners
from tests.support.news_site import NewsSite

QUICK = Manners(
    limits=Limits(connect=2.0, read=0.5, total=1.0, size=200_000),
    retries=(0.01, 0.02),
    patience=2.0,
)


@pytest.fixture
def site() -> Iterator[NewsSite]:
    with NewsSite() as server:
        yield server


@dataclass
class Told:
    """The progress of a fetch, kept."""

    lines: list[str] = field(default_factory=list)
    tasks: list[tuple[str, int | None]] = field(default_factory=list)

    def begin(self, task: str, total: int | None) -> None:
        self.tasks.append((task, total))

    def advance(self, steps: int = 1) -> None:
        pass

    def told(self, line: str) -> None:
        self.lines.append(line)


@dataclass
class Fetching:
    """A data folder with sources that are fetched by calling it."""

    data: Path
    told: Told = field(default_factory=Told)
    options: FetchOptions = field(
        default_factory=lambda: FetchOptions(
            agent="tanya-arsip/1 (+a@b.id)", private=True, manners=QUICK
        )
    )

    def sources(self, text: str) -> tuple[Source, ...]:
        path = self.data / "sources.toml"
        path.write_text(text, encoding="utf-8")
        return read_sources(path)

    def __call__(self, *tables: str) -> FetchReport:
        sources = self.sources("".join(f"[[source]]\n{table}\n" for table in tables))
        return fetch(self.data, sources, self.options, self.told)

    def one(self, kind: str, url: str, more: str = "pace = 0") -> SourceRun:
        """The run of one source, “Kabar Kota”."""
        return self(f'name = "Kabar Kota"\n{kind} = "{url}"\n{more}').runs[0]


@pytest.fixture
def fetching(tmp_path: Path) -> Fetching:
    return Fetching(tmp_path)
