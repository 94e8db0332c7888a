"""`.pdf`: one article of its pages, by pypdf in its default mode, which keeps columns apart.

pypdfium2 is as fast, and pymupdf's licence rules it out. Neither joins what was hyphenated.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import InputUnusable
from index.sources.formats.pdf_layout import own_title, running_text, stated_title
from index.sources.publication import DateEvidence
from index.sources.raw import RawRecord

if TYPE_CHECKING:
    from pypdf import PdfReader

# A newspaper of pictures has 50 MB.
_LARGEST = 200_000_000
# Characters a page; what has fewer is a picture of text with a stamp on it.
_SCANNED = 20
_OCR = (
    "no text in its {pages} pages: they are pictures. Make it searchable with OCR first, for "
    "example: ocrmypdf -l ind+eng {name} {name}"
)


def recognise_pdf(head: bytes) -> bool:
    """Whether a file is PDF; a few bytes may stand before its mark."""
    return b"%PDF-" in head[:1024]


def read_pdf(path: Path) -> Iterator[RawRecord]:
    """The one article of a PDF; raises InputUnusable if it is encrypted, scanned or damaged.

    Its title is the one among its properties if that is one, else its first heading; when it was
    made counts as its date where the text has none.
    """
    if path.stat().st_size > _LARGEST:
        raise InputUnusable(f"larger than {_LARGEST // 1_000_000} MB; give its articles apart")
    try:
        pages, title, made = _contents(path)
    except InputUnusable:
        raise
    except Exception as error:  # whatever a parser of other people's documents may raise
        raise InputUnusable(f"a damaged PDF ({type(error).__name__}: {error})") from error
    text = running_text(pages)
    if not pages:
        raise InputUnusable("a damaged PDF (no pages)")
    if not text or sum(map(len, pages)) < _SCANNED * len(pages):
        raise InputUnusable(_OCR.format(pages=len(pages), name=path.name))
    title = stated_title(title) or own_title(text)
    fields = {"title": title, "text": text}
    yield RawRecord(
        fields={name: value for name, value in fields.items() if value},
        dates=DateEvidence(implied=(made,)),
    )


def _contents(path: Path) -> tuple[list[str], str, str]:
    """The text of each page, the title among the properties, and when it was made (ISO 8601)."""
    from pypdf import PdfReader

    with PdfReader(path) as reader:
        _decrypt(reader)
        about = reader.metadata
        made = about.creation_date if about else None
        pages = [page.extract_text() for page in reader.pages]
        title = str(about.title or "") if about else ""
        return pages, title, made.isoformat() if made else ""


def _decrypt(reader: "PdfReader") -> None:
    """Open a PDF that is encrypted only to forbid copying; raise InputUnusable for a password."""
    from pypdf.errors import DependencyError

    if not reader.is_encrypted:
        return
    try:
        opened = bool(reader.decrypt(""))
    except DependencyError:
        opened = False
    if not opened:
        raise InputUnusable("encrypted; save it without a password, for example: qpdf --decrypt")
