from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answers.summaries.records import Summary, SummarySentence
from bot.answers.types import Answer
from bot.presentation.html import (
    as_html,
    as_plain,
    escape_foreign,
    fits,
    render,
    render_hit,
    without_html,
)
from bot.presentation.i18n import Messages
from index.records import Citation, Coverage, Hit, Outcome
from tests.support.bot_api.telegram_html import Entity, parse, units
from tests.support.interpretations import interpretation
from tests.support.stand_in import COVERAGE, SENTENCE, answer, hit

ID, EN = Messages("id"), Messages("en")
J = "\u2060"
NOTHING_HELD = Coverage(articles=0, passages=0, outlets=(), first="", last="")


def parts(text: str, entities: list[Entity], kind: str) -> list[str]:
    raw = text.encode("utf-16-le")
    return [
        raw[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le")
        for e in entities
        if e["type"] == kind
    ]


def summed_up(*texts: str, outcome: Outcome = Outcome.ANSWER, **changes: str) -> Answer:
    sentences = tuple(SummarySentence(text, (1, 2)) for text in texts)
    made = answer(outcome=outcome, hits=tuple(hit(rank, **changes) for rank in range(1, 5)))
    return replace(made, summary=Summary(sentences, "small"))


@pytest.mark.parametrize("outcome", [Outcome.ANSWER, Outcome.RELATED])
def test_a_summary_is_marked_and_stands_above_the_hits_of_the_first_page(outcome: Outcome) -> None:
    made = summed_up("Hujan turun di detik.com.", "Jalan <ditutup>.", outcome=outcome)
    text, entities = parse(render(made, ID).html)
    heading = "🤖 Ringkasan ini ditulis mesin; cocokkan dengan kutipannya:"
    expected = f"{heading}\nHujan turun di detik.{J}com. [1][2]\nJalan <ditutup>. [1][2]\n\n1. "
    assert expected in text
    assert heading in parts(text, entities, "italic")
    assert heading not in render(made, ID, page=1).html
    if outcome is Outcome.RELATED:
        assert text.index(ID.text("related")) < text.index(heading)


def test_a_summary_gives_way_where_there_is_no_room() -> None:
    wide = "\U0001f600" * 340
    made = summed_up(*[wide] * 4, quote=wide, passage=wide * 3)
    page = render(made, ID)
    assert fits(page.html)
    assert page.html == render(replace(made, summary=None), ID).html


def test_answer() -> None:
    page = render(answer(hits=(hit(1),)), ID)
    text, entities = parse(page.html)
    said = f"“{SENTENCE}” — Kepala dinas"
    passage = (
        f"Jaringan serat optik mencapai kecamatan itu tahun lalu. {SENTENCE} "
        "Kantor desa menyediakan titik layanan gratis di balai warga."
    )
    assert text.splitlines() == [
        "1. Desa terhubung internet, bagian 1",
        "VIVA · 16 Oktober 2019",
        said,
        passage,
        "Arsip: 17.891 artikel, Mar–Okt 2019",
    ]
    assert parts(text, entities, "bold") == ["1. Desa terhubung internet, bagian 1", SENTENCE]
    assert parts(text, entities, "blockquote") == [said]
    assert parts(text, entities, "expandable_blockquote") == [passage]
    assert [e["url"] for e in entities if "url" in e] == [
        "https://berita.example/arsip/1"
        "#:~:text=Sebagian%20besar%20warga%20desa,internet%20lewat%20telepon%20genggam."
    ]
    assert (page.number, page.has_previous, page.has_next) == (0, False, False)


def test_interpretation_stands_above_the_answer() -> None:
    made_of = interpretation(first="2019-09-20", last="2019-09-30", outlets=("@viva",), latest=True)
    for outcome in Outcome:
        page = render(replace(answer(outcome=outcome), interpretation=made_of), EN)
        text, entities = parse(page.html)
        first = text.splitlines()[0]
        assert first == f"Searched: Sep 20\u2009–\u200930, 2019 · @{J}viva · latest first".replace(
            "\u2009", ""
        )
        assert parts(text, entities, "italic") == [first]


def test_dropped_filters_and_corrections_are_mentioned() -> None:
    made_of = interpretation(dropped=("period",), corrections=(("komimfo", "kominfo"), ("a", "b")))
    text, _ = parse(render(replace(answer(), interpretation=made_of), ID).html)
    assert text.splitlines()[:2] == [
        "Di luar batasan itu:",
        "Dicari juga sebagai “kominfo” dan “b”.",
    ]


@pytest.mark.parametrize("outcome", [Outcome.ANSWER, Outcome.RELATED])
def test_article_without_a_url_opens_in_the_private_chat(outcome: Outcome) -> None:
    local = hit(1, article=replace(hit(1).article, url="file:///arsip/1"))
    made = answer(hits=(local, hit(2)), outcome=outcome)

    def links(bot_name: str) -> list[str]:
        _, entities = parse(render(made, ID, bot_name=bot_name).html)
        return [entity["url"].partition("#")[0] for entity in entities if "url" in entity]

    there = "https://berita.example/arsip/2"
    reference = local.article.reference
    assert links("arsip_bot") == [f"https://t.me/arsip_bot?start=r_{reference}", there]
    # In a terminal there is no such chat.
    assert links("") == [there]


def test_question_above_the_answer() -> None:
    for outcome in Outcome:
        made = answer("apa kata <b> @viva? " + "panjang " * 60, outcome=outcome)
        text, entities = parse(render(made, ID, with_question=True).html)
        first = text.splitlines()[0]
        assert first.startswith(f"apa kata <b> @{J}viva? panjang")
        assert (len(first) <= 201, first.endswith("…")) == (True, True)
        assert parts(text, entities, "bold")[0] == first
        assert render(made, ID).html in render(made, ID, with_question=True).html


def test_page_has_its_hits() -> None:
    assert [one.rank for one in render(answer(), ID, page=1).hits] == [4, 5, 6]
    assert render(answer(outcome=Outcome.NOTHING), ID).hits == ()


@pytest.mark.parametrize(
    ("messages", "line"),
    [
        (
            ID,
            "Tidak terbaca: “after:32-13-2019” dan “source:”. Contoh yang benar: "
            "sejak:2019-09-01 sebelum:2019-10-01 sumber:viva urut:baru",
        ),
        (
            EN,
            "Not understood: “after:32-13-2019” and “source:”. These work: "
            "after:2019-09-01 before:2019-10-01 source:viva sort:new",
        ),
    ],
)
def test_unreadable_operators_are_listed_with_examples(messages, line) -> None:
    made_of = interpretation(problems=("after:32-13-2019", "source:"))
    for outcome in Outcome:
        text, entities = parse(
            render(replace(answer(outcome=outcome), interpretation=made_of), messages).html
        )
        assert text.splitlines()[0] == line
        assert {entity["type"] for entity in entities} <= {
            "italic",
            "bold",
            "text_link",
            "blockquote",
            "expandable_blockquote",
        }


def test_other_outlets_with_the_story() -> None:
    others = tuple(
        Citation(id=f"b{n}", source=name) for n, name in enumerate(("Tempo", "", "Tempo"))
    )
    text, _ = parse(render(answer(hits=(hit(1, also=others),)), ID).html)
    assert text.splitlines()[-2] == "juga di: Tempo"
    alone, _ = parse(render(answer(hits=(hit(1, also=others[1:2]),)), ID).html)
    assert "juga di" not in alone


@pytest.mark.parametrize(
    ("page", "size", "titles", "previous", "following"),
    [
        (0, 3, ["1", "2", "3"], False, True),
        (2, 3, ["7"], True, False),
        (1, 2, ["3", "4"], True, True),
    ],
)
def test_pages(page: int, size: int, titles: list[str], previous: bool, following: bool) -> None:
    made = render(answer(), ID, page=page, size=size)
    text, entities = parse(made.html)
    shown = [bold.split(".")[0] for bold in parts(text, entities, "bold") if bold[0].isdigit()]
    assert shown == titles
    assert (made.number, made.has_previous, made.has_next) == (page, previous, following)


def test_unknown_fields_are_left_out() -> None:
    bare = hit(1, article=Citation(id="a1"), speaker="", passage=SENTENCE)
    text, entities = parse(render(answer(hits=(bare,)), EN).html)
    assert text.splitlines() == [
        "1. Untitled",
        f"“{SENTENCE}”",
        "Archive: 17,891 articles, Mar–Oct 2019",
    ]
    assert [e["type"] for e in entities] == ["bold", "blockquote"]


def test_related() -> None:
    lacking = hit(2, speaker="", missing=("Indosat", "2021"), elsewhere=("Papua",))
    page = render(answer(outcome=Outcome.RELATED, hits=(hit(1), lacking)), ID, size=2)
    text, entities = parse(page.html)
    # One quote each, with whose words it is, and no passage.
    assert text.splitlines() == [
        "Belum tentu menjawab. Yang paling dekat di arsip ini:",
        "",
        "1. Desa terhubung internet, bagian 1",
        "VIVA · 16 Oktober 2019",
        f"“{SENTENCE}” — Kepala dinas",
        "",
        "2. Desa terhubung internet, bagian 2",
        "VIVA · 16 Oktober 2019",
        f"“{SENTENCE}”",
        "Tidak disebut: Indosat, 2021",
        "",
        "Arsip: 17.891 artikel, Mar–Okt 2019",
    ]
    assert {e["type"] for e in entities} == {"bold", "text_link", "blockquote"}
    urls = [e["url"].partition("#")[0] for e in entities if "url" in e]
    assert urls == ["https://berita.example/arsip/1", "https://berita.example/arsip/2"]


def test_related_is_paged_like_an_answer() -> None:
    page = render(answer(outcome=Outcome.RELATED), EN, page=1, size=3)
    assert page.html.startswith("May not answer it. Closest in this archive:\n\n<b>4.")
    assert [one.rank for one in page.hits] == [4, 5, 6]
    assert (page.has_previous, page.has_next) == (True, True)


def test_related_hits_kept_by_version_0_1_have_titles_only() -> None:
    bare = hit(1, quote="", speaker="")
    text, entities = parse(render(answer(outcome=Outcome.RELATED, hits=(bare,)), ID).html)
    assert text.splitlines()[2:4] == [
        "1. Desa terhubung internet, bagian 1",
        "VIVA · 16 Oktober 2019",
    ]
    assert {e["type"] for e in entities} == {"bold", "text_link"}


def test_answer_says_what_stands_elsewhere_in_its_article() -> None:
    apart = hit(1, elsewhere=("@Indosat", "Papua"), missing=("2021",))
    text, _ = parse(render(answer(hits=(apart,)), EN).html)
    said = text.splitlines()[2:4]
    assert said == [
        f"“{SENTENCE}” — Kepala dinas",
        f"Mentioned elsewhere in this article: @{J}Indosat, Papua",
    ]
    # By itself, a hit does not show the question that the names are from.
    assert "Indosat" not in render_hit(apart, EN)


def test_quote_over_two_paragraphs() -> None:
    quote = "Jaringan sudah sampai.\nWarga menyambutnya."
    both = hit(1, quote=quote, passage=f"Awal. {quote} Akhir.", speaker="")
    text, entities = parse(render(answer(hits=(both,)), ID).html)
    assert parts(text, entities, "blockquote") == ["“Jaringan sudah sampai. Warga menyambutnya.”"]
    assert parts(text, entities, "expandable_blockquote") == [f"Awal. {quote} Akhir."]
    assert parts(text, entities, "bold")[1:] == [quote]
    assert [e["url"] for e in entities if "url" in e] == [
        "https://berita.example/arsip/1#:~:text=Jaringan%20sudah%20sampai.,Warga%20menyambutnya."
    ]


def test_nothing() -> None:
    page = render(answer(outcome=Outcome.NOTHING), ID)
    assert parse(page.html)[0].split("\n\n") == [
        "Tidak ketemu di arsip ini.",
        "Sudah dicari di 17.891 artikel dari VIVA, Kompas, Tempo, dan 2 lainnya, Mar–Okt 2019.",
        "Coba pakai kata lain, nama lengkap atau singkatannya, atau pertanyaan yang lebih umum.",
        "Tidak ada di arsip ini bukan berarti tidak pernah terjadi.",
    ]
    assert (page.has_previous, page.has_next) == (False, False)


def test_empty_archive() -> None:
    page = render(answer(outcome=Outcome.NOTHING, coverage=NOTHING_HELD), EN)
    assert page.html == "This archive is still empty, so there is nothing to search yet."


def test_outlets_named_by_their_domain_are_no_links() -> None:
    held = replace(COVERAGE, outlets=("detik.com",))
    text, entities = parse(render(answer(outcome=Outcome.NOTHING, coverage=held), ID).html)
    assert f"artikel dari detik.{J}com, Mar" in text
    assert [e["type"] for e in entities] == ["bold"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("kata @kominfo, #Hoaks", f"kata @{J}kominfo, #{J}Hoaks"),
        ("surel a@b.example", f"surel a@{J}b.{J}example"),
        ("ketik /start atau dan/atau", f"ketik /{J}start atau dan/atau"),
        ("https://detik.com/x", f"https:{J}//detik.{J}com/x"),
        ("tg://resolve?domain=x", f"tg:{J}//resolve?domain=x"),
        ("Rp17.891,50 pukul 10.30 & $IHSG", f"Rp17.891,50 pukul 10.30 &amp; ${J}IHSG"),
        ("a < b > c", "a &lt; b &gt; c"),
        ("Selesai. Lalu @ sendiri", "Selesai. Lalu @ sendiri"),
    ],
)
def test_escape_foreign(text: str, shown: str) -> None:
    assert escape_foreign(text) == shown


def test_link_across_the_border_of_the_quote_is_broken() -> None:
    split = hit(1, passage="Lihat #Hoaks @kominfo di sini.", quote="Hoaks @", speaker="")
    html = render(answer(hits=(split,)), ID).html
    assert f"Lihat #<b>{J}Hoaks @</b>{J}kominfo di sini." in html


def test_own_commands_stay_links() -> None:
    assert as_html("a & b: /help") == "a &amp; b: /help"


def test_without_html_links_are_spelled_out() -> None:
    first = hit(1, quote="", passage="")
    html = render(answer(hits=(first,)), ID).html
    assert without_html(html).splitlines() == [
        "1. Desa terhubung internet, bagian 1 (https://berita.example/arsip/1)",
        "VIVA · 16 Oktober 2019",
        "Arsip: 17.891 artikel, Mar–Okt 2019",
    ]
    crowded = html + "x" * 4000
    assert without_html(crowded) == as_plain(crowded)


def test_plain_text_of_html() -> None:
    html = render(answer(), ID).html
    assert as_plain(html).strip() == parse(html)[0]


@pytest.mark.parametrize(
    ("html", "taken"),
    [
        ("x" * 4096, True),
        ("x" * 4097, False),
        ("😀" * 2048, True),
        ("😀" * 2049, False),
        ("<b>" + "&lt;" * 4096 + "</b>", True),
        ('<a href="' + "x" * 32_768 + '">x</a>', False),
    ],
)
def test_fits(html: str, taken: bool) -> None:
    assert fits(html) is taken


def test_long_passages_shrink_until_the_message_fits() -> None:
    sentence = "Kalimat ini panjangnya sekitar lima puluh aksara ya. "
    long = hit(1, passage=sentence * 40, quote=(sentence * 9).strip())
    html = render(answer(hits=(long,) * 3), ID).html
    text, entities = parse(html)
    assert 2500 < units(text) <= 4096
    assert len(parts(text, entities, "blockquote")) == 3
    assert len(parts(text, entities, "expandable_blockquote")) == 3


nasty = st.text(st.sampled_from("<>&\"'@#/.:ab1 \n—“😀é\u2060&;=$-")) | st.text()
words = st.lists(nasty, max_size=400).map(" ".join)
urls = st.just('https://a.example/x?a=1&b="2"') | nasty.map("https://a.example/".__add__) | nasty


@st.composite
def hits(draw: st.DrawFn) -> Hit:
    quote = draw(words)
    article = Citation(
        id="a",
        url=draw(urls),
        title=draw(words),
        source=draw(nasty),
        published=draw(st.sampled_from(["", "2020-10-16"])),
    )
    passage = draw(words) + quote + draw(words)
    names = st.lists(words, max_size=6).map(tuple)
    return hit(
        1,
        article=article,
        quote=quote,
        passage=passage,
        speaker=draw(nasty),
        missing=draw(names),
        elsewhere=draw(names),
    )


# How long an example takes says more about the machine than about the code.
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(hits(), max_size=4).map(tuple),
    st.sampled_from(Outcome),
    st.sampled_from([ID, EN]),
    st.integers(0, 2),
)
def test_any_text_gives_a_valid_message(
    found: tuple[Hit, ...], outcome: Outcome, messages: Messages, page: int
) -> None:
    html = render(answer(outcome=outcome, hits=found), messages, page=page).html
    text, entities = parse(html)
    assert 1 <= units(text) <= 4096
    assert len(html.encode()) <= 32_768
    live = {"mention", "bot_command", "hashtag", "cashtag", "url"}
    assert [e for e in entities if e["type"] in live] == []


def test_longest_message_possible_still_fits() -> None:
    # Four bytes and two UTF-16 units each, and the longest to escape.
    for letter in ("😀", "&"):
        url = "https://a.example/" + "&" * 900
        article = Citation(
            id="a", url=url, title=letter * 200, source=letter * 200, published="2020-12-31"
        )
        long = hit(
            1,
            article=article,
            quote=letter * 900,
            passage=letter * 5000,
            speaker=letter * 200,
            missing=(letter * 200,) * 5,
            elsewhere=(letter * 200,) * 5,
        )
        for outcome in (Outcome.ANSWER, Outcome.RELATED):
            assert fits(render(answer(hits=(long,) * 3, outcome=outcome), ID).html)
