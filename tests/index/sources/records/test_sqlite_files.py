"""SQLite databases: which tables are articles, their values, and that nothing is written."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from index.records import Article
from index.sources.articles import article_id
from index.sources.files import find_files
from index.sources.raw import Notice, Rejection
from index.sources.registry import format_of, read_articles

TEXT = "Menteri Perhubungan meninjau pelabuhan baru di Sorong dan berbicara dengan nelayan."
BERITA = "CREATE TABLE berita (id INTEGER PRIMARY KEY, judul, isi, tanggal, tautan, foto BLOB)"
ROW = (7, "Pelabuhan baru", TEXT, "2019-10-02 09:00:00+07:00", "https://contoh.id/7", b"\x89PNG\0")


def made(path: Path, *statements: str, rows: int = 1) -> Path:
    with closing(sqlite3.connect(path)) as database, database:
        for statement in statements:
            database.execute(statement)
        if BERITA in statements:
            for number in range(rows):
                values = (ROW[0] + number, *ROW[1:4], f"{ROW[4]}{number or ''}", ROW[5])
                database.execute("INSERT INTO berita VALUES (?, ?, ?, ?, ?, ?)", values)
    return path


@contextmanager
def opened(path: Path, *statements: str) -> Iterator[sqlite3.Connection]:
    """Another program's connection, open while the test reads."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        for statement in statements:
            database.execute(statement)
        yield database


def read(path: Path) -> list[Article | Notice | Rejection]:
    return list(read_articles(path))


def titles(found: list[Article | Notice | Rejection]) -> list[str]:
    return [one.title for one in found if isinstance(one, Article)]


def told(found: list[Article | Notice | Rejection]) -> list[str]:
    return [str(one).partition(".db: ")[2] for one in found if not isinstance(one, Article)]


def test_a_row_is_an_article_under_any_of_the_usual_names(tmp_path: Path) -> None:
    [article] = read(made(tmp_path / "a.db", BERITA))
    assert article == Article(
        id=article_id(url="https://contoh.id/7", source="", title="", published="", text=""),
        url="https://contoh.id/7",
        title="Pelabuhan baru",
        source="contoh.id",
        published="2019-10-02T09:00:00+07:00",
        text=TEXT,
    )


@pytest.mark.parametrize(
    ("columns", "values", "identity"),
    [
        ("id, title, text", "7, 'Judul'", "kabar-b-7"),
        ("id, title, text", "'x7', 'Judul'", "x7"),
        ("id, url, title, text", "7, NULL, 'Judul'", "kabar-b-7"),
    ],
)
def test_a_number_is_an_id_only_within_its_table(
    tmp_path: Path, columns: str, values: str, identity: str
) -> None:
    """Every table counts from 1."""
    create = f"CREATE TABLE b ({columns})"
    path = made(tmp_path / "kabar.db", create, f"INSERT INTO b VALUES ({values}, '{TEXT}')")
    assert [one.id for one in read(path) if isinstance(one, Article)] == [identity]


@pytest.mark.parametrize(
    ("value", "published"),
    [
        ("1569981600", "2019-10-02T09:00:00+07:00"),
        ("1569981600000", "2019-10-02T09:00:00+07:00"),
        ("20191002", "2019-10-02"),
        ("'2019-10-02'", "2019-10-02"),
        ("'02/10/2019'", "2019-10-02"),
        ("NULL", ""),
    ],
)
def test_dates_of_any_type(tmp_path: Path, value: str, published: str) -> None:
    made(tmp_path / "a.db", "CREATE TABLE a (judul, isi, tanggal)",
         f"INSERT INTO a VALUES ('Judul', '{TEXT}', {value})")  # fmt: skip
    [article] = read(tmp_path / "a.db")
    assert isinstance(article, Article)
    assert article.published == published


COMMENTS = "CREATE TABLE komentar (id, isi, tanggal)"
NEWS = "CREATE TABLE news (title, content)"
VIEW = "CREATE VIEW terbaru AS SELECT judul, isi FROM berita"
CHOICE = "CREATE VIEW articles AS SELECT judul || '!' AS title, isi AS text FROM berita"
ADVICE = "a view named `articles` chooses otherwise"


@pytest.mark.parametrize(
    ("statements", "found", "said"),
    [
        ([BERITA], ["Pelabuhan baru"], []),
        ([BERITA, "CREATE TABLE log (id, waktu)"], ["Pelabuhan baru"], []),
        ([BERITA, COMMENTS], ["Pelabuhan baru"], [f"read berita; passed over: komentar; {ADVICE}"]),
        ([BERITA, VIEW], ["Pelabuhan baru"], [f"read berita; passed over: terbaru; {ADVICE}"]),
        ([BERITA, CHOICE], ["Pelabuhan baru!"], [f"read articles; passed over: berita; {ADVICE}"]),
        (
            [BERITA, NEWS, f"INSERT INTO news VALUES ('Kapal', '{TEXT}')"],
            ["Pelabuhan baru", "Kapal"],
            [f"read berita, news; {ADVICE}"],
        ),
        ([BERITA, "CREATE VIEW putus AS SELECT * FROM tiada"], ["Pelabuhan baru"], []),
        (
            [
                BERITA,
                "CREATE VIRTUAL TABLE berita_fts USING fts5(judul, isi, content=berita)",
                "CREATE VIRTUAL TABLE cari USING fts4(judul, isi)",
            ],
            ["Pelabuhan baru"],
            [],
        ),
        (['CREATE TABLE "b ""c" (title, text)', f"""INSERT INTO "b ""c" VALUES ('J', '{TEXT}')"""],
         ["J"], []),
    ],
)  # fmt: skip
def test_which_tables_are_read(
    tmp_path: Path, statements: list[str], found: list[str], said: list[str]
) -> None:
    result = read(made(tmp_path / "a.db", *statements))
    assert (titles(result), told(result)) == (found, said)


@pytest.mark.parametrize(
    ("statements", "reason"),
    [
        ([], "a database without tables"),
        (
            ["CREATE TABLE a (x, y)", "CREATE TABLE b (z)"],
            "no table has a text; make a view `articles` with title and text of its a (x, y); "
            "b (z)",
        ),
    ],
)
def test_a_database_without_articles_says_what_it_has(
    tmp_path: Path, statements: list[str], reason: str
) -> None:
    path = made(tmp_path / "a.db", "CREATE TABLE c (x)", *statements, "DROP TABLE c")
    assert told(read(path)) == [reason]


def test_a_row_without_text_names_its_columns_and_the_others_are_read(tmp_path: Path) -> None:
    path = made(
        tmp_path / "a.db", BERITA,
        "INSERT INTO berita (id, judul, isi) VALUES (1, 'Kosong', NULL), (2, 'Biner', x'e2')",
    )  # fmt: skip
    found = read(path)
    assert titles(found) == ["Pelabuhan baru"]
    first, second = told(found)
    assert first.startswith("berita, row 1: no text; it has id, judul")
    assert second == "berita, row 2: `isi` is not UTF-8"


def test_the_columns_of_the_only_table_may_have_any_names(tmp_path: Path) -> None:
    path = made(
        tmp_path / "a.db", "CREATE TABLE a (kepala, badan)", "INSERT INTO a VALUES ('x', 'y')"
    )
    assert told(read(path)) == [
        "a, row 1: no text; it has kepala, badan; `--map NAME=text` says which is the text"
    ]


def test_what_stands_in_the_write_ahead_log_is_read(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", BERITA)
    insert = f"INSERT INTO berita (judul, isi) VALUES ('Dari log', '{TEXT}')"
    with opened(path, "PRAGMA journal_mode=WAL", insert):
        assert (tmp_path / "a.db-wal").stat().st_size
        assert titles(read(path)) == ["Pelabuhan baru", "Dari log"]


def test_nothing_is_written_nor_left_beside(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", "PRAGMA journal_mode=WAL", BERITA)
    before = path.read_bytes()
    assert before[18:20] == b"\2\2"
    assert titles(read(path)) == ["Pelabuhan baru"]
    assert [one.name for one in tmp_path.iterdir()] == ["a.db"]
    assert path.read_bytes() == before


def test_a_locked_database_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.sources.records.sqlite_files._WAIT", 0.05)
    path = made(tmp_path / "a.db", BERITA)
    with opened(path, "BEGIN EXCLUSIVE"):
        [reason] = told(read(path))
    assert reason == (
        "the database cannot be read (database is locked): another program is writing to it; try "
        "again when that has ended"
    )


def test_a_damaged_database_keeps_what_can_be_read(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", BERITA, rows=300)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    found = read(path)
    assert "it is damaged; see `sqlite3 FILE .recover`" in told(found)[-1]
    path.write_bytes(b"SQLite format 3\0" + bytes(200))
    assert told(read(path))[0].startswith("the database cannot be read (file is not a database)")


def test_damaged_names_of_columns_are_told(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", BERITA)
    path.write_bytes(path.read_bytes().replace(b"tanggal, ", b"tangg\xff\xfe, "))
    assert told(read(path))[0].startswith("the database cannot be read ('utf-8' codec")


def test_a_name_with_signs_of_addresses_is_opened(tmp_path: Path) -> None:
    path = made(tmp_path / "a?b#c%20 d.db", BERITA)
    assert titles(read(path)) == ["Pelabuhan baru"]


def test_a_database_is_told_by_content(tmp_path: Path) -> None:
    found = format_of(made(tmp_path / "tanpa_akhiran", BERITA))
    assert found is not None
    assert (found.name, found.complete) == ("SQLite", True)
    (tmp_path / "Thumbs.db").write_bytes(b"\xd0\xcf\x11\xe0")
    assert format_of(tmp_path / "Thumbs.db") is None


def test_the_archive_itself_is_a_source_only_if_it_is_named(tmp_path: Path) -> None:
    other = made(tmp_path / "berita.db", BERITA)
    (tmp_path / "data" / "snapshots" / "1").mkdir(parents=True)
    own = [
        made(tmp_path / "data" / name, BERITA)
        for name in ("archive.db", "bot.db", "snapshots/1/snapshot.db")
    ]
    assert find_files([tmp_path]) == [other]
    assert find_files([tmp_path, *own]) == sorted([other, *own])
