"""`.docx`: a document of Word, as HTML by mammoth, of which it is read like a page's article.

What was inserted with changes tracked is in it, what was deleted is not, and comments are not
(ECMA-376; docProps/core.xml has title, author and moments).
"""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from index.errors import InputUnusable
from index.sources.decoding import MAX_BYTES
from index.sources.html.pages import read_fragment
from index.sources.publication import DateEvidence
from index.sources.raw import RawRecord

_STYLES = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p:fresh"
_NAMES = {
    "title": "{http://purl.org/dc/elements/1.1/}title",
    "author": "{http://purl.org/dc/elements/1.1/}creator",
    "created": "{http://purl.org/dc/terms/}created",
}
# Names that programs write where nobody gave one.
_NOBODY = re.compile(
    r"python-docx|microsoft.*|admin\w*|user|pengguna|windows.*|owner|acer|asus|hp|lenovo|toshiba",
    re.IGNORECASE,
)
_NO_TITLE = re.compile(r"|\W*|word document|untitled|document\s*\d*|.*\.docx?", re.IGNORECASE)
_NOTE_MARK = re.compile(r'<sup><a href="#(?:foot|end)note-[^"]*"[^>]*>[^<]*</a></sup>')
_NOTES = re.compile(r'<ol><li id="(?:foot|end)note-.*</ol>', re.DOTALL)
_HEADING = re.compile(r"<h1>(.*?)</h1>", re.DOTALL)

_TOO_LARGE = f"empty, or a text of more than {MAX_BYTES // 1_000_000} MB, which no article is"


def read_docx(path: Path) -> Iterator[RawRecord]:
    """The one article of a document; raises InputUnusable if there is none.

    Its title is its first heading, else the one among its properties. When it was made counts as
    its date where the text has none.
    """
    if not (page := _html(path)):
        raise InputUnusable(_TOO_LARGE)
    about = _properties(path)
    content, notes = _without_notes(page)
    heading = _HEADING.search(content)
    wanted = ["author"] if heading else ["author", "title"]
    known: dict[str, str] = {name: about[name] for name in wanted if name in about}
    record = read_fragment(content, known=known)
    yield RawRecord(
        fields=record.fields,
        dates=DateEvidence(implied=(about.get("created", ""),)),
        notice=f"left out: {notes} footnotes" if notes else "",
        extracted=True,
    )


def _html(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            size = archive.getinfo("word/document.xml").file_size
        return _converted(path) if size <= MAX_BYTES else ""
    except Exception as error:  # whatever a parser of other people's documents may raise
        raise InputUnusable(
            f"not a Word document, or damaged ({type(error).__name__}: {error})"
        ) from error


def _converted(path: Path) -> str:
    import mammoth

    no_picture = mammoth.images.img_element(lambda _picture: {"src": ""})
    with path.open("rb") as stream:
        found = mammoth.convert_to_html(stream, style_map=_STYLES, convert_image=no_picture)
    return str(found.value)


def _properties(path: Path) -> dict[str, str]:
    """Title, author and moment of creation, those that say something."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open("docProps/core.xml") as stream:
            tree = ElementTree.fromstring(stream.read(MAX_BYTES))  # noqa: S314  # no entities in 3.11
    except (
        OSError,
        KeyError,
        ValueError,
        RuntimeError,
        zipfile.BadZipFile,
        ElementTree.ParseError,
    ):
        return {}
    found = {name: (tree.findtext(tag) or "").strip() for name, tag in _NAMES.items()}
    if _NO_TITLE.fullmatch(found["title"]):
        found["title"] = ""
    if _NOBODY.fullmatch(found["author"]):
        found["author"] = ""
    return {name: value for name, value in found.items() if value}


def _without_notes(content: str) -> tuple[str, int]:
    """The HTML without footnotes and their marks, and how many there were."""
    content, count = _NOTE_MARK.subn("", content)
    return (_NOTES.sub("", content) if count else content), count
