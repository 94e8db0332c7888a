"""sources.toml: what it means, and what is told of one that is wrong."""

import re
from pathlib import Path

import pytest

from index.errors import ArchiveError
from index.fetching.sources_file import Source, duration, read_sources

GOOD = """
[[source]]
name = "Kabar  Kota"
feed = "https://kabar.example/rss/?utm_source=x#top"

# [[source]]
[[source]]
name = "Harian Timur"
sitemap = "https://timur.example/sitemap.xml"
include = '/berita/'
exclude = ["/foto/", '\\.pdf$']
pace = 0.5
every = "6h"
timezone = "wita"

[[source]]
name = "Lama"
addresses = ["https://lama.example/1.html", "http://lama.example/2.html", "https://lama.example/1.html"]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "sources.toml"


def test_sources(file: Path):
    file.write_text(GOOD)
    assert read_sources(file) == (
        Source(name="Kabar Kota", kind="feed", addresses=("https://kabar.example/rss/",)),
        Source(
            name="Harian Timur",
            kind="sitemap",
            addresses=("https://timur.example/sitemap.xml",),
            include=(re.compile("/berita/"),),
            exclude=(re.compile("/foto/"), re.compile(r"\.pdf$")),
            pace=0.5,
            every=21_600.0,
            timezone="Asia/Makassar",
        ),
        Source(
            name="Lama",
            kind="addresses",
            addresses=("https://lama.example/1.html", "http://lama.example/2.html"),
        ),
    )


FEED = 'feed = "https://a.example/rss"'


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (
            '[[source]]\nname = "A"\n' + FEED + "\nspeed = 2",
            4,
            "unknown key 'speed'; known are name",
        ),
        (
            '[[source]]\nname = "A"\n' + FEED + '\nsitemap = "https://a.example/s.xml"',
            4,
            "feed and s",
        ),
        ('[[source]]\nname = "A"', 2, "has none of feed, sitemap, addresses"),
        ("\n[[source]]\n" + FEED, 2, "this source has no name"),
        (f'[[source]]\nname = "A"\n{FEED}\n\n[[source]]\n{FEED}\nname = "a"', 7, "two sources are"),
        (f'[[source]]\nname = "A"\n{FEED}\ninclude = "("', 4, "'(' is no regular expression"),
        (f'[[source]]\nname = "A"\n{FEED}\nexclude = [1]', 4, "exclude: found 1; give a regular"),
        (f'[[source]]\nname = "A"\n{FEED}\npace = -1', 4, "pace: found -1; give seconds from 0"),
        (f'[[source]]\nname = "A"\n{FEED}\npace = true', 4, "pace: found True"),
        (f'[[source]]\nname = "A"\n{FEED}\nevery = "soon"', 4, "every: found 'soon'; give a time"),
        (
            f'[[source]]\nname = "A"\n{FEED}\ntimezone = "Mars"',
            4,
            "timezone: found 'Mars'; give WIB",
        ),
        ('[[source]]\nname = "A"\nfeed = "a.example"', 3, "give an http:// or https:// address"),
        ('[[source]]\nname = "A"\nfeed = "ftp://a.example/x"', 3, "give an http:// or https://"),
        ('[[source]]\nname = "A"\nfeed = ["https://a.example"]', 3, "make a [[source]] of each"),
        ('[[source]]\nname = "A"\nfeed = "https://me:x@a.example/"', 3, "a name or password"),
        ('[[source]]\nname = "A"\naddresses = "https://a.example"', 3, "give a list such as"),
        ('[[source]]\nname = "A"\naddresses = []', 3, "give a list such as"),
        ('[[source]]\nname = " "\n' + FEED, 2, "give the name of the outlet"),
        ("[[source]]\nname = A", 2, "Invalid value"),
        ('pace = 3\n[[source]]\nname = "A"\n' + FEED, 1, "unknown key 'pace'; there are only"),
        ('[source]\nname = "A"\n' + FEED, 1, "a source begins with a line [[source]]"),
        ("# nothing yet", 1, "no source; add a [[source]]"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(file: Path, text: str, line: int, reason: str):
    file.write_text(text)
    with pytest.raises(ArchiveError) as error:
        read_sources(file)
    assert str(error.value).startswith(f"{file}:{line}: ")
    assert reason in str(error.value)
    assert len(str(error.value).splitlines()) == 1


def test_all_that_is_wrong_is_told_at_once(file: Path):
    file.write_text('[[source]]\nname = "A"\nfeed = 3\npace = "x"\n\n[[source]]\nname = "B"\nx = 1')
    with pytest.raises(ArchiveError) as error:
        read_sources(file)
    lines = [line.split(":")[1] for line in str(error.value).splitlines()]
    assert sorted(lines) == ["3", "4", "7", "8"]


def test_a_file_that_is_not_there_or_no_text(file: Path):
    with pytest.raises(ArchiveError, match=r"no such file; write one with a \[\[source\]\]"):
        read_sources(file)
    file.write_bytes(b'name = "\xe9"')
    with pytest.raises(ArchiveError, match="not a UTF-8 text file"):
        read_sources(file)


@pytest.mark.parametrize(
    ("text", "seconds"), [("90s", 90), ("15m", 900), ("2H", 7200), ("1 d", 86_400)]
)
def test_durations(text: str, seconds: float):
    assert duration(text) == seconds


@pytest.mark.parametrize("text", ["", "15", "0m", "-1h", "1.5h", "m", "99999999s"])
def test_what_is_no_duration(text: str):
    with pytest.raises(ValueError, match="give a time such as 90s"):
        duration(text)


def test_which_addresses_a_source_wants():
    source = Source(
        name="A",
        kind="feed",
        addresses=(),
        include=(re.compile("/berita/"), re.compile("/opini/")),
        exclude=(re.compile("/foto/"),),
    )
    wanted = ["https://a.example/berita/1", "https://a.example/opini/1"]
    assert [source.wants(url) for url in wanted] == [True, True]
    assert not source.wants("https://a.example/berita/foto/1")
    assert not source.wants("https://a.example/olahraga/1")
