"""Quotes to take along: tables, texts and entries of reference managers."""

import csv
import io
from dataclasses import replace

from bot.presentation.quotes.evidence import (
    as_bibtex,
    as_csv,
    as_markdown,
    as_ris,
    evidence,
    evidence_of,
)
from index.records import Citation
from tests.support.stand_in import article, hit

ARTICLE = Citation(
    id="viva/1",
    url="https://viva.example/1",
    title="Tarif 100% & “tol”",
    source="VIVA",
    published="2019-09-12T08:00+07:00",
    author="Ani Budi",
)
SHOWN = evidence("“Kami lega,” katanya.", "Basuki, Menteri", ARTICLE, "Isi")
# sha-256 of “Isi”.
SUM = "d76635b7e69c611179c6013800fc196b18a61fa5f0d6dfe416d80e6d9bcca716"
LINK = "https://viva.example/1#:~:text=%E2%80%9CKami%20lega%2C%E2%80%9D%20katanya."


def test_csv_has_a_row_a_quote() -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv([SHOWN]), newline="")))
    assert rows == [
        {
            "quote": "“Kami lega,” katanya.",
            "speaker": "Basuki, Menteri",
            "title": "Tarif 100% & “tol”",
            "outlet": "VIVA",
            "published": "2019-09-12T08:00+07:00",
            "author": "Ani Budi",
            "url": "https://viva.example/1",
            "link": LINK,
            "article_id": "viva/1",
            "sha256": SUM,
        }
    ]


def test_a_spreadsheet_runs_no_formula_of_an_article() -> None:
    shown = replace(SHOWN, quote='=HYPERLINK("http://x.example")')
    assert as_csv([shown]).splitlines()[1].startswith("\"'=HYPERLINK(")


def test_markdown_quotes_and_links() -> None:
    assert as_markdown([SHOWN]).splitlines() == [
        "> “Kami lega,” katanya.",
        ">",
        f"> — Basuki, Menteri · [Tarif 100% & “tol”]({LINK}) · VIVA · 2019-09-12",
        f"<sub>viva/1 · sha-256 {SUM}</sub>",
    ]


def test_markdown_of_others_is_escaped() -> None:
    shown = replace(SHOWN, title="[x](y) *z*", link="", speaker="", sha256="")
    assert as_markdown([shown]).splitlines()[2] == (r"> — \[x\](y) \*z\* · VIVA · 2019-09-12")


def test_ris_is_an_entry_of_a_newspaper() -> None:
    assert as_ris([SHOWN]).split("\r\n") == [
        "TY  - NEWS",
        "TI  - Tarif 100% & “tol”",
        "AU  - Ani Budi",
        "T2  - VIVA",
        "PY  - 2019",
        "DA  - 2019/09/12",
        f"UR  - {LINK}",
        "AN  - viva/1",
        "N1  - “Kami lega,” katanya. — Basuki, Menteri",
        f"N1  - sha-256 {SUM}",
        "ER  - ",
        "",
        "",
    ]


def test_bibtex_is_escaped() -> None:
    assert as_bibtex([SHOWN]).splitlines() == [
        "@online{viva-1-1,",
        r"  title = {Tarif 100\% \& “tol”},",
        "  author = {{Ani Budi}},",
        "  journaltitle = {VIVA},",
        "  date = {2019-09-12},",
        f"  url = {{{LINK}}},",
        "  note = {“Kami lega,” katanya. — Basuki, Menteri},",
        f"  annotation = {{archive id viva/1, sha-256 {SUM}}},",
        "}",
    ]


def test_what_is_unknown_is_left_out() -> None:
    bare = evidence("Kata.", "", Citation(id="a"), "")
    assert as_ris([bare]).split("\r\n")[:3] == ["TY  - NEWS", "AN  - a", "N1  - “Kata.”"]
    assert (bare.sha256, bare.link) == ("", "")


def test_a_hit_has_the_checksum_of_its_article_as_archived() -> None:
    known = {hit(1).article.reference: article(1)}
    found = [evidence_of(hit(n), known.get) for n in (1, 2)]
    assert [len(one.sha256) for one in found] == [64, 0]
    assert found[0].quote == hit(1).quote
