"""The commands with SEARCH_ENGINE=milvus: one machine builds, another answers."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.command_line import ask, rebuild
from bot.command_line.operations import doctor
from index.models.cache import CachedEmbedder
from tests.support.archives import written
from tests.support.milvus_lite import LiteServer, lite_server

FLOOD = {
    "id": "a1",
    "url": "https://berita.example/a1",
    "title": "Jaringan serat optik masuk desa",
    "published": "2021-03-04",
    "source": "Berita",
    "text": "Pemerintah daerah meresmikan jaringan serat optik di lima desa. "
    "Kepala dinas mengatakan layanan itu gratis bagi sekolah.",
}
OTHER = {"id": "a2", "title": "Harga cabai naik", "text": "Harga cabai naik di pasar Sukamaju."}
QUESTION = "jaringan serat optik di desa"


@pytest.fixture
def server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model: CachedEmbedder
) -> Iterator[LiteServer]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MODEL_CACHE", str(model.folder.parent))
    monkeypatch.setenv("READER_MODEL", "off")
    monkeypatch.setenv("SEARCH_ENGINE", "milvus")
    (tmp_path / "milvus").mkdir()
    with lite_server(tmp_path / "milvus") as running:
        monkeypatch.setenv("MILVUS_URI", running.uri)
        monkeypatch.setenv("MILVUS_TOKEN", "root:rahasia")
        yield running


def asked(capsys: pytest.CaptureFixture[str], *options: str) -> list[str]:
    """The ids of the articles that answer on a machine without an archive."""
    capsys.readouterr()
    assert ask.main([QUESTION, "--data", "bot", "--json", *options]) == 0
    return [hit["article"]["id"] for hit in json.loads(capsys.readouterr().out)["hits"]]


def checked(capsys: pytest.CaptureFixture[str]) -> str:
    """What doctor says of the server there."""
    capsys.readouterr()
    doctor.main(["--data", "bot"])
    lines = capsys.readouterr().out.splitlines()
    assert not any(": index" in line or " snapshot:" in line for line in lines)
    return next(line for line in lines if "milvus" in line)


def test_one_machine_builds_and_another_answers(
    server: LiteServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "has no index yet → rebuild where the articles are" in checked(capsys)
    assert ask.main([QUESTION, "--data", "bot"]) == 1
    assert "there is no index in Milvus at 127.0.0.1:" in capsys.readouterr().err

    source = str(written(tmp_path / "a.jsonl", FLOOD))
    assert rebuild.main([source, "--data", "builder"]) == 0
    assert "written anew, 1 article written, 0 removed" in capsys.readouterr().out
    assert asked(capsys)[0] == "a1"
    assert "opens with this model: 1 articles, 1 passages" in checked(capsys)
    assert rebuild.main([source, "--data", "builder", "--if-none"]) == 0
    assert not capsys.readouterr().out

    written(tmp_path / "a.jsonl", OTHER)
    assert rebuild.main([source, "--data", "builder", "--json"]) == 0
    assert asked(capsys) == []
    assert rebuild.main(["--rollback", "--data", "builder"]) == 0
    assert asked(capsys) == ["a1"]

    server.kill()
    capsys.readouterr()
    assert ask.main([QUESTION, "--data", "bot"]) == 1
    told = capsys.readouterr().err
    assert "Milvus at 127.0.0.1:" in told
    assert "check MILVUS_URI and MILVUS_TOKEN" in told
    assert "rahasia" not in told
