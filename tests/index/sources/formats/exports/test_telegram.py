"""Exports of Telegram Desktop: posts of channels are articles, and nothing else is."""

import gzip
import json
import tracemalloc
from pathlib import Path

import pytest

from index.records import Article
from index.sources.formats.exports.telegram import read_telegram, recognise_telegram
from index.sources.raw import Notice, RawRecord, Rejection
from index.sources.registry import format_of, read_articles

HEADLINE = "Pelabuhan baru di Sorong dibuka"
BODY = "Menteri Perhubungan meninjau pelabuhan baru di Sorong dan berbicara dengan nelayan."
TEXT = f"{HEADLINE}\n\n{BODY}"
ABOUT = "Here is the data you requested. Remember: Telegram is ad free."


def post(number: int = 7, text: object = TEXT, **more: object) -> dict[str, object]:
    made = {"id": number, "type": "message", "date": "2019-10-02T11:00:00"}
    return {**made, "date_unixtime": "1569981600", "from": "Kabar Kita", **more, "text": text}


def chat(*messages: object, **more: object) -> dict[str, object]:
    made = {"name": "Kabar Kita", "type": "public_channel", "id": 1098030726, **more}
    return {**made, "messages": list(messages)}


def read(folder: Path, export: object) -> list[Article | Notice | Rejection]:
    path = folder / "result.json"
    text = export if isinstance(export, str) else json.dumps(export, indent=1, ensure_ascii=False)
    path.write_text(text, encoding="utf-8")
    return list(read_articles(path))


def said(found: list[Article | Notice | Rejection]) -> list[str]:
    return [str(one).partition("result.json: ")[2] for one in found if not isinstance(one, Article)]


def test_a_post_is_an_article_of_its_channel(tmp_path: Path) -> None:
    article, notice = read(tmp_path, chat(post(author="Ani")))
    assert article == Article(
        id="telegram-1098030726-7",
        url="https://t.me/c/1098030726/7",
        title=HEADLINE,
        source="Kabar Kita",
        published="2019-10-02T09:00:00+07:00",
        author="Ani",
        text=BODY,
    )
    assert str(notice) == (
        f"{tmp_path / 'result.json'}: “Kabar Kita”: 1 of 1 messages are articles"
    )


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        (TEXT, HEADLINE, BODY),
        ([{"type": "bold", "text": HEADLINE}, f"\n\n{BODY}"], HEADLINE, BODY),
        (
            ["Menurut ", {"type": "text_link", "text": "laporan", "href": "x"}, f" itu, {BODY}"],
            "Menurut laporan itu, Menteri Perhubungan meninjau pelabuhan baru di Sorong dan "
            "berbicara …",
            f"Menurut laporan itu, {BODY}",
        ),
        (f"{TEXT}\n\n#Papua #Laut\nIkuti @kabarkita\nhttps://contoh.id/1", HEADLINE, BODY),
        ([f"{TEXT}\n", {"type": "link", "text": "https://contoh.id/1"}], HEADLINE, BODY),
        (f"{HEADLINE}\nMenurut @kemenhub, {BODY}", HEADLINE, f"Menurut @kemenhub, {BODY}"),
        (f"👇👇\n{TEXT}", HEADLINE, BODY),
        (f"{BODY} {BODY}\n{BODY}", "Menteri Perhubungan meninjau pelabuhan baru di Sorong dan "
         "berbicara dengan nelayan. Menteri …", f"{BODY} {BODY}\n{BODY}"),
    ],
)  # fmt: skip
def test_the_text_in_any_of_its_forms(tmp_path: Path, text: object, title: str, body: str) -> None:
    article = read(tmp_path, chat(post(text=text)))[0]
    assert isinstance(article, Article)
    assert (article.title, article.text) == (title, body)


@pytest.mark.parametrize(
    ("message", "why"),
    [
        ({"id": 1, "type": "service", "action": "pin_message", "text": ""}, "service messages"),
        ({"id": 1, "type": "unsupported"}, "service messages"),
        (post(text="", photo="photos/a.jpg"), "without text (pictures, films, polls)"),
        (post(text="", poll={"question": "Setuju?"}), "without text (pictures, films, polls)"),
        (post(text="Ikuti @kabarkita"), "without text (pictures, films, polls)"),
        (post(text="Selamat pagi!"), "too short for an article"),
        (post(text="Gempa M 5,2 guncang Garut https://contoh.id/1"), "too short for an article"),
        ("rusak", "service messages"),
    ],
)
def test_what_is_no_article_is_counted(tmp_path: Path, message: object, why: str) -> None:
    found = read(tmp_path, chat(message, post(8)))
    assert said(found) == [f"“Kabar Kita”: 1 of 2 messages are articles; passed over: {why} (1)"]


def test_a_caption_and_an_edited_post_are_articles(tmp_path: Path) -> None:
    edited = post(photo="(File not included.)", edited="2020-01-01T00:00:00", edited_unixtime="1")
    article = read(tmp_path, chat(edited))[0]
    assert isinstance(article, Article)
    assert (article.published, article.text) == ("2019-10-02T09:00:00+07:00", BODY)


def test_a_forwarded_post_has_its_first_outlet_and_the_address_here(tmp_path: Path) -> None:
    article = read(tmp_path, chat(post(forwarded_from="Surat Pagi")))[0]
    assert isinstance(article, Article)
    assert (article.source, article.url) == ("Surat Pagi", "https://t.me/c/1098030726/7")


def test_an_export_from_before_2021_has_only_the_day(tmp_path: Path) -> None:
    old = {"id": 7, "type": "message", "date": "2019-10-02T11:00:00", "text": TEXT}
    article = read(tmp_path, chat(old))[0]
    assert isinstance(article, Article)
    assert article.published == "2019-10-02"


@pytest.mark.parametrize(
    ("about", "footer", "address"),
    [
        ({"username": "kabar_resmi"}, "", "https://t.me/kabar_resmi/7"),
        ({}, "Ikuti @KabarKita", "https://t.me/KabarKita/7"),
        ({}, "https://t.me/kabar_kita", "https://t.me/kabar_kita/7"),
        ({}, "Ikuti @kabarkitabersama", "https://t.me/c/1098030726/7"),
        ({}, "Ikuti @suratpagi", "https://t.me/c/1098030726/7"),
        ({"type": "private_channel"}, "Ikuti @kabarkita", "https://t.me/c/1098030726/7"),
        ({"name": None}, "Ikuti @kabarkita", "https://t.me/c/1098030726/7"),
    ],
)
def test_the_address_has_the_username_where_it_is_certain(
    tmp_path: Path, about: dict[str, object], footer: str, address: str
) -> None:
    article = read(tmp_path, chat(post(text=f"{TEXT}\n{footer}"), **about))[0]
    assert isinstance(article, Article)
    assert article.url == address


def test_of_all_chats_only_channels_are_read(tmp_path: Path) -> None:
    chats = [
        chat(post(), type="personal_chat", name="Ani"),
        chat(post(1)),
        chat(post(), type="private_supergroup", name="Keluarga"),
        chat(post(), type="personal_chat", name="Budi"),
    ]
    export = {
        "about": ABOUT,
        "contacts": {"about": "", "list": [{"first_name": "Ani"}]},
        "chats": {"about": "", "list": chats},
        "left_chats": {"about": "", "list": [chat(post(2), id=5, name="Lama")]},
    }
    found = read(tmp_path, export)
    assert [one.id for one in found if isinstance(one, Article)] == [
        "telegram-1098030726-1",
        "telegram-5-2",
    ]
    assert said(found)[-1] == (
        "chats that are no channels passed over: 2 personal_chat, 1 private_supergroup"
    )


@pytest.mark.parametrize(
    ("export", "reason"),
    [
        (chat(post(), type="private_group"), "no channel in this export, only 1 private_group"),
        ({"about": ABOUT, "chats": {"list": []}}, "no channel in this export, only an empty list"),
        (
            {"id": 1, "messages": [post()], "name": "A", "type": "public_channel"},
            "its messages stand before the `type` of the chat; export it again",
        ),
    ],
)
def test_an_export_without_a_channel_is_rejected(
    tmp_path: Path, export: object, reason: str
) -> None:
    assert said(read(tmp_path, export)) == [reason]


def test_an_export_that_was_cut_off_keeps_its_posts(tmp_path: Path) -> None:
    whole = json.dumps(chat(post(1), post(2), post(3)), indent=1)
    article, second, rejection = read(tmp_path, whole[: whole.index('"id": 3') + 60])
    assert isinstance(article, Article)
    assert isinstance(second, Article)
    assert said([rejection]) == ["it ends too early; it was cut off, or is still being written"]


def test_broken_json_is_told_after_what_was_read(tmp_path: Path) -> None:
    whole = json.dumps(chat(post(1), post(2)), indent=1).replace('"id": 2', '"id" 2')
    article, rejection = read(tmp_path, whole)
    assert isinstance(article, Article)
    assert said([rejection]) == ["not JSON (Expecting ':' delimiter)"]


def test_control_characters_as_telegram_writes_them(tmp_path: Path) -> None:
    text = json.dumps(chat(post(text=f"{HEADLINE}\nC:\\x0Bar| {BODY}")), indent=1)
    article = read(tmp_path, text.replace("|", "\\x0B"))[0]
    assert isinstance(article, Article)
    assert article.text == f"C:\\x0Bar\n{BODY}"


def test_a_large_export_is_read_piece_by_piece(tmp_path: Path) -> None:
    path = tmp_path / "kanal.json.gz"
    message = json.dumps(post(text=TEXT + "\n" + 20 * BODY))
    head = json.dumps(chat(type="private_channel"))[: -len("]}")]
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as stream:
        stream.write(head + ", ".join([message] * 1_500) + "]}")
    tracemalloc.start()
    try:
        assert sum(isinstance(one, RawRecord) for one in read_telegram(path)) == 1_500
        # Of 3 MB of text.
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("head", "is_export"),
    [
        (b'{\n "name": "A",\n "type": "public_channel",\n "id": 1,\n "messages": [', True),
        (b'{"type":"personal_chat","id":1,"messages":[]}', True),
        (b'\xef\xbb\xbf{\n "about": "Data from Telegram.",\n "personal_information": {', True),
        (b'{"type": "article", "messages": []}', False),
        (b'{"about": "a channel", "text": "Telegram"}', False),
        (b'{"title": "A", "text": "B"}', False),
        (b"", False),
    ],
)
def test_an_export_is_told_by_its_beginning(head: bytes, is_export: bool) -> None:
    assert recognise_telegram(head) is is_export


def test_an_export_never_removes_articles_and_other_json_stays_json(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    path.write_text(json.dumps(chat(post())), encoding="utf-8")
    export = format_of(path)
    path.write_text('{"title": "A", "text": ', encoding="utf-8")
    other = format_of(path)
    assert export is not None
    assert other is not None
    assert (export.name, export.complete, other.name) == ("Telegram export", False, "JSON")


def test_an_export_as_html_says_how_to_export_instead(tmp_path: Path) -> None:
    path = tmp_path / "messages.html"
    head = '<meta charset="utf-8"/>\n<title>Exported Data</title>\n<link href="css/style.css"/>'
    path.write_text(f"<!DOCTYPE html>\n<html><head>{head}</head><body>{BODY}</body></html>")
    [rejection] = read_articles(path)
    assert isinstance(rejection, Rejection)
    assert rejection.reason.startswith("Telegram's export as HTML; export the channel again")
