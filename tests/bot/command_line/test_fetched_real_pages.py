"""Real pages of Indonesian outlets, served on loopback: fetched, built into an index, asked."""

import gzip
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from bot.command_line import ask, fetch
from index.models.cache import CachedEmbedder
from tests.support.news_site import NewsSite

HTML_ID = Path(__file__).parents[4] / "shared" / "data" / "html_id"
# The first article of each outlet.
SERVED = "-singlepage.html"
ASKED = {
    "kenapa penerbangan Bandara Internasional Lombok dibatalkan": "anpandu__antara-singlepage.html",
    "Polres Lhokseumawe serahkan anggota Din Minimi": "anpandu__kompas-singlepage.html",
    "what did Pratikno say about Finland's peatland fire": "anpandu__tempoen-singlepage.html",
}


@pytest.mark.skipif(not HTML_ID.is_dir(), reason="no ../shared/data/html_id beside the project")
def test_real_pages_are_fetched_built_and_found(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    model: CachedEmbedder,
    capsys: pytest.CaptureFixture[str],
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MODEL_CACHE", str(model.folder.parent))
    monkeypatch.setenv("FETCH_PRIVATE", "yes")
    (tmp_path / "data").mkdir()
    with NewsSite() as site:
        rows = {row["id"]: row for row in served(site)}
        listed = [{"link": site.url + path_of(row)} for row in rows.values()]
        feed = site.put_feed("/rss", listed)
        table = f'[[source]]\nname = "Sepuluh Outlet"\nfeed = "{feed}"\npace = 0\n'
        (tmp_path / "data" / "sources.toml").write_text(table)
        assert fetch.main(["--json"]) == 0
        printed = json.loads(capsys.readouterr().out)
        assert printed["sources"]["Sepuluh Outlet"]["new"] == len(rows) == 10
        assert printed["articles"]["new"] == 10
        for question, wanted in ASKED.items():
            assert ask.main([question, "--json"]) == 0
            best = json.loads(capsys.readouterr().out)["hits"][0]["article"]
            assert best["title"] == rows[wanted]["title"]
            assert best["source"] == "Sepuluh Outlet"
            assert best["published"][:10] == rows[wanted]["published"][:10]


def served(site: NewsSite) -> list[dict[str, Any]]:
    """The rows of the pages that the site has now."""
    with gzip.open(HTML_ID / "index.jsonl.gz", "rt", encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    rows = [row for row in rows if row["id"].endswith(SERVED)]
    for row in rows:
        site.put(path_of(row), gzip.decompress((HTML_ID / row["file"]).read_bytes()), "text/html")
    return rows


def path_of(row: dict[str, Any]) -> str:
    """The path that a page has at its outlet."""
    return urlsplit(row["url"]).path
