"""`tanya-arsip fetch`: flags, JSON, exit status, one-line errors, ending at any moment."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.command_line import fetch, rebuild
from tests.support.news_site import NewsSite, Reply
from tests.support.word_embedder import WordEmbedder

TEXT = (
    "Pemerintah daerah meresmikan jaringan serat optik di lima desa pada hari Senin. "
    "Kepala dinas mengatakan layanan itu gratis bagi sekolah dan puskesmas di seluruh kecamatan."
)


@pytest.fixture
def site() -> Iterator[NewsSite]:
    with NewsSite() as server:
        yield server


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: WordEmbedder) -> Path:
    """A data folder whose index is built with words; the real model takes most of a second."""
    monkeypatch.chdir(tmp_path)
    for command in (fetch, rebuild):
        monkeypatch.setattr(command, "build_embedder", lambda _settings: words)
    monkeypatch.setenv("FETCH_PRIVATE", "yes")
    monkeypatch.setenv("FETCH_CONTACT", "redaksi@arsip.example")
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN", raising=False)
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


def with_source(site: NewsSite, data: Path, count: int, *, pace: float = 0) -> None:
    urls = [
        site.put_article(
            f"/berita/{n}-serat-optik", f"Serat optik {n}", TEXT, f"Desa ke-{n} senang."
        )
        for n in range(count)
    ]
    feed = site.put_feed("/rss", [{"link": url} for url in urls])
    (data / "sources.toml").write_text(
        f'[[source]]\nname = "Kabar"\nfeed = "{feed}"\npace = {pace}\n'
    )


NOTHING = {"changed": 0, "unchanged": 0, "failed": 0, "skipped": 0, "waiting": 0, "error": ""}


def test_a_fetch_ends_with_one_json_object(data, site, capsys):
    with_source(site, data, 2)
    assert fetch.main(["--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["sources"] == {"Kabar": {"new": 2, **NOTHING}}
    assert printed["articles"] == {
        "read": 2,
        "new": 2,
        "changed": 0,
        "unchanged": 0,
        "removed": 0,
        "kept": 0,
        "rejected": 0,
    }
    assert printed["snapshot"] == (data / "snapshots" / "CURRENT").read_text().strip()
    assert list(printed) == ["sources", "articles", "snapshot", "seconds"]
    assert "redaksi@arsip.example" in site.requests[0].headers["user-agent"]
    # Nothing new: the archive is not touched.
    stored = (data / "archive.db").stat().st_mtime_ns
    assert fetch.main(["--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["sources"] == {"Kabar": {"new": 0, **NOTHING, "unchanged": 2}}
    assert (printed["articles"], printed["snapshot"]) == (None, None)
    assert (data / "archive.db").stat().st_mtime_ns == stored


def test_articles_of_other_paths_stay(data, site, tmp_path, capsys):
    own = tmp_path / "own.jsonl"
    own.write_text(json.dumps({"id": "a1", "title": "Lama", "text": "Berita lama tentang desa."}))
    assert rebuild.main([str(own)]) == 0
    with_source(site, data, 1)
    assert fetch.main([]) == 0
    with_source(site, data, 0)
    site.put_article("/berita/9-serat-optik", "Serat optik 9", TEXT)
    site.put_feed("/rss", [{"link": f"{site.url}/berita/9-serat-optik"}])
    capsys.readouterr()
    assert fetch.main(["--json"]) == 0
    articles = json.loads(capsys.readouterr().out)["articles"]
    assert (articles["new"], articles["removed"]) == (1, 0)
    assert rebuild.main([str(own), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["articles"]["removed"] == 0


def test_a_rebuild_that_was_left_out_is_made_up_for(data, site, capsys):
    with_source(site, data, 1)
    assert fetch.main(["--no-rebuild"]) == 0
    assert "the index lacks what was fetched" in capsys.readouterr().out
    assert not (data / "snapshots").exists()
    assert fetch.main([]) == 0
    assert "archive: 1 new, 0 changed; published " in capsys.readouterr().out


def test_a_dry_run_names_the_pages(data, site, capsys):
    with_source(site, data, 2)
    assert fetch.main(["--dry-run"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Kabar: 2 pages to fetch"
    assert lines[1:] == [f"  {site.url}/berita/{n}-serat-optik" for n in range(2)]
    assert fetch.main(["--dry-run", "--limit", "1", "--json"]) == 0
    (page,) = json.loads(capsys.readouterr().out)["sources"]["Kabar"]["pages"]
    assert page["url"] == f"{site.url}/berita/0-serat-optik"
    assert [path.name for path in data.iterdir()] == ["sources.toml"]


def test_private_addresses_need_a_setting(data, site, capsys, monkeypatch):
    monkeypatch.delenv("FETCH_PRIVATE")
    with_source(site, data, 1)
    assert fetch.main(["--json"]) == 1
    error = json.loads(capsys.readouterr().out)["sources"]["Kabar"]["error"]
    assert (
        "127.0.0.1 is 127.0.0.1, which is no public address; FETCH_PRIVATE=yes allows it" in error
    )
    assert site.requests == []


def test_one_source_that_fails_is_no_failure(data, site, capsys):
    with_source(site, data, 1)
    table = f'\n[[source]]\nname = "Lain"\nfeed = "{site.url}/hilang"\npace = 0\n'
    (data / "sources.toml").write_text((data / "sources.toml").read_text() + table)
    assert fetch.main(["--no-rebuild"]) == 0
    assert f"Lain: nothing new; failed: feed {site.url}/hilang: HTTP 404" in capsys.readouterr().out
    site.replies["/rss"] = Reply(status=410)
    assert fetch.main(["--no-rebuild"]) == 1


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--limit", "0"], "found '0'; give a number from 1 on"),
        (["--every", "15"], "found '15'; give a time such as 90s, 15m, 2h or 1d"),
        (["--every", "1m", "--dry-run"], "--dry-run looks once"),
    ],
)
def test_bad_usage(data, capsys, arguments, reason):
    with pytest.raises(SystemExit) as ended:
        fetch.main(arguments)
    assert ended.value.code == 2
    assert reason in capsys.readouterr().err


def test_sources_that_are_not_there_or_wrong(data, tmp_path, capsys):
    assert fetch.main([]) == 1
    assert "data/sources.toml: no such file; write one with a [[source]]" in capsys.readouterr().err
    other = tmp_path / "mine.toml"
    other.write_text('[[source]]\nname = "A"\nrss = "https://a.example"\n')
    assert fetch.main([str(other)]) == 1
    assert f"error: {other}:3: unknown key 'rss'" in capsys.readouterr().err


def test_pages_without_an_article_are_counted(data, site, capsys):
    with_source(site, data, 1)
    site.put_article("/terbaru", "Terbaru", "Satu", "Dua")
    feed = [{"link": f"{site.url}{path}"} for path in ("/berita/0-serat-optik", "/terbaru")]
    site.put_feed("/rss", feed)
    assert fetch.main([]) == 0
    assert "1 fetched page without an article" in capsys.readouterr().out


def test_an_index_that_cannot_be_built_is_an_error(data, site, capsys):
    with_source(site, data, 0)
    site.put_article("/terbaru", "Terbaru", "Satu", "Dua")
    site.put_feed("/rss", [{"link": f"{site.url}/terbaru"}])
    assert fetch.main([]) == 1
    assert "error: fetched, but the index could not be rebuilt: no usable article" in (
        capsys.readouterr().err
    )


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, -15)])
def test_fetching_again_and_again_ends_at_once(data, site, number, status):
    with_source(site, data, 2, pace=0.01)
    command = [sys.executable, "-c", RUN, "--every", "1s", "--no-rebuild", "--json"]
    with subprocess.Popen(
        command,
        env=os.environ,
        stdout=subprocess.PIPE,
        text=True,
        # A shell lets what it starts in the background ignore Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        assert process.stdout
        first, second = (json.loads(process.stdout.readline()) for _ in range(2))
        assert (first["sources"]["Kabar"]["new"], second["sources"]["Kabar"]["unchanged"]) == (2, 2)
        started = time.monotonic()
        process.send_signal(number)
        assert process.wait(10) == status
        assert time.monotonic() - started < 2
    assert [one.path for one in site.requests].count("/rss") == 2


RUN = "import sys; from bot.command_line.fetch import main; sys.exit(main())"
