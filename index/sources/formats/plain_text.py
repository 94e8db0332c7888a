"""`.txt`: a news page as scraped or copied, headline first, paragraphs apart."""

import re
from collections.abc import Iterator
from pathlib import Path

from index.errors import InputUnusable
from index.sources.decoding import decode, read_whole
from index.sources.formats.markdown import split_front_matter
from index.sources.markup import plain_text
from index.sources.raw import RawRecord

_SENTENCE = re.compile(r"\s*(?:\S+\s+){4}.*[.…][\"”’')]*(?:\s|$)")


def read_plain_text(path: Path) -> Iterator[RawRecord]:
    """The one article of the file; cleaning finds its title, date and outlet.

    Front matter, tags, entities and Markdown marks are read.
    Raises InputUnusable for a file without a single sentence (a listing, a table of contents).
    """
    front = split_front_matter(decode(read_whole(path)))
    text = plain_text(front.body)
    if not any(map(_SENTENCE.match, text.splitlines())):
        raise InputUnusable("no running text (a listing or a menu), not an article")
    yield RawRecord(fields={**front.fields, "text": text}, notice=front.notice)
