"""Quotes to take along: as a table, a text, or entries of a reference manager.

RIS: https://en.wikipedia.org/wiki/RIS_(file_format), type NEWS. BibTeX: `@online` of biblatex,
which has `date`, `url` and `journaltitle`.
"""

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.presentation.links import link_to_quote
from index.records import Article, Citation, Hit


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One quote with all that is needed to find it again.

    `link` scrolls to the quote where the article's address allows it. `sha256` is that of the
    article's text as archived (UTF-8), "" if the article is gone.
    """

    quote: str
    speaker: str
    title: str
    outlet: str
    published: str
    author: str
    url: str
    link: str
    article: str
    sha256: str


Find = Callable[[str], Article | None]


def evidence_of(hit: Hit, find: Find) -> Evidence:
    """The quote of a hit; `find` gives the whole article with a `Citation.reference`."""
    article = find(hit.article.reference)
    return evidence(hit.quote, hit.speaker, hit.article, article.text if article else "")


def evidence(quote: str, speaker: str, article: Citation, text: str) -> Evidence:
    """A quote from an article with this text, "" if the text is not known."""
    return Evidence(
        quote=quote,
        speaker=speaker,
        title=article.title,
        outlet=article.source,
        published=article.published,
        author=article.author,
        url=article.url,
        link=link_to_quote(article.url, quote),
        article=article.id,
        sha256=hashlib.sha256(text.encode()).hexdigest() if text else "",
    )


COLUMNS: Final = (
    *("quote", "speaker", "title", "outlet", "published", "author"),
    *("url", "link", "article_id", "sha256"),
)


def as_csv(shown: Sequence[Evidence]) -> str:
    """A table with a header; opens in spreadsheets."""
    return table(COLUMNS, map(_row, shown))


def table(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """CSV after RFC 4180; a cell that a spreadsheet would take for a formula begins with '."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return out.getvalue()


def _cell(value: str) -> str:
    # https://owasp.org/www-community/attacks/CSV_Injection
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def _row(one: Evidence) -> dict[str, str]:
    return {name: one.article if name == "article_id" else getattr(one, name) for name in COLUMNS}


def as_markdown(shown: Sequence[Evidence]) -> str:
    """Quotes as block quotations, each with its source below."""
    return "\n".join(map(_markdown, shown))


def _markdown(one: Evidence) -> str:
    quoted = "\n".join(f"> {line}" for line in one.quote.splitlines())
    title = _escaped(one.title or one.article)
    linked = f"[{title}]({one.link.replace(')', '%29')})" if one.link else title
    about = [_escaped(one.speaker), linked, _escaped(one.outlet), one.published[:10]]
    proof = f"\n<sub>{_escaped(one.article)} · sha-256 {one.sha256}</sub>" if one.sha256 else ""
    return f"{quoted}\n>\n> — {' · '.join(filter(None, about))}{proof}\n"


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>#|])", r"\\\1", " ".join(text.split()))


def as_ris(shown: Sequence[Evidence]) -> str:
    """An entry of type NEWS for each quote, which is its note."""
    return "".join(map(_ris, shown))


def _ris(one: Evidence) -> str:
    day = one.published[:10].replace("-", "/")
    fields = [
        ("TY", "NEWS"),
        ("TI", one.title),
        ("AU", one.author),
        ("T2", one.outlet),
        ("PY", one.published[:4]),
        ("DA", day),
        ("UR", one.link or one.url),
        ("AN", one.article),
        ("N1", _said(one)),
        ("N1", f"sha-256 {one.sha256}" if one.sha256 else ""),
        ("ER", ""),
    ]
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in fields if value or tag == "ER"]
    return "\r\n".join(lines) + "\r\n\r\n"


def _said(one: Evidence) -> str:
    """The quote in quotation marks and its speaker."""
    marked = any(mark in one.quote for mark in '"“”„«»')
    quote = one.quote if marked else f"“{one.quote}”"
    return f"{quote} — {one.speaker}" if one.speaker else quote


def as_bibtex(shown: Sequence[Evidence]) -> str:
    """An entry `@online` for each quote; its key is the id of the article and a number."""
    return "\n".join(_bibtex(number, one) for number, one in enumerate(shown, 1))


def _bibtex(number: int, one: Evidence) -> str:
    fields = {
        "title": one.title,
        "author": f"{{{_tex(one.author)}}}" if one.author else "",
        "journaltitle": one.outlet,
        "date": one.published[:10],
        "url": one.link or one.url,
        "note": _said(one),
        "annotation": f"archive id {one.article}" + (f", sha-256 {one.sha256}" * bool(one.sha256)),
    }
    verbatim = {"url", "author"}
    lines = [
        f"  {name} = {{{value if name in verbatim else _tex(value)}}},"
        for name, value in fields.items()
        if value
    ]
    key = re.sub(r"[^\w-]+", "-", one.article, flags=re.ASCII).strip("-") or "article"
    return "\n".join([f"@online{{{key}-{number},", *lines, "}"]) + "\n"


_TEX: Final = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def _tex(text: str) -> str:
    """Text in one line with the characters escaped that mean something to TeX."""
    line = " ".join(text.split())
    return "".join(_TEX.get(c) or (f"\\{c}" if c in "&%$#_{}" else c) for c in line)


FORMATS: Final[dict[str, Callable[[Sequence[Evidence]], str]]] = {
    "csv": as_csv,
    "md": as_markdown,
    "ris": as_ris,
    "bibtex": as_bibtex,
}
"""What writes each format, by the name that people type."""
