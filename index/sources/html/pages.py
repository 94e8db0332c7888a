"""`.html`, `.htm` (also `.gz`): a saved page of a news site, its article found by trafilatura.

How good it is on real pages is said in `index/sources/html/extraction.py`; the rules for titles
raise trafilatura's 54 % right ones to 93 %.
"""

from collections.abc import Iterator
from pathlib import Path

from index.errors import InputUnusable
from index.sources.decoding import read_whole
from index.sources.html.dates import dates_of_page
from index.sources.html.extraction import extract
from index.sources.html.listings import why_no_article
from index.sources.html.metadata import author, outlet, own_title
from index.sources.html.structured_data import declared_article
from index.sources.html.tree import Element, text_of
from index.sources.raw import RawRecord
from index.text.normalize import normalize_line


def read_html(path: Path) -> Iterator[RawRecord]:
    """The one article of the page; InputUnusable if it lists articles, or has none."""
    yield read_page(read_whole(path))


def read_page(content: bytes) -> RawRecord:
    """The article of a page's bytes; raises InputUnusable like `read_html`."""
    # trafilatura is imported where it is needed: it costs other formats most of a second.
    import trafilatura

    tree: Element | None = trafilatura.load_html(content)
    if tree is None:
        raise InputUnusable("not an HTML page (a feed, another format, or damaged)")
    headings = [text_of(heading) for heading in tree.iter("h1")]
    names = [
        normalize_line(name) for name in tree.xpath('//meta[@property="og:site_name"]/@content')
    ]
    dates = dates_of_page(tree)
    declared = declared_article(tree)
    page = extract(tree, declared)
    title = own_title(page, headings) or (declared.headline if declared else "")
    reason = why_no_article(page.url, title, page.text, declared=declared is not None)
    if reason:
        raise InputUnusable(reason)
    fields = {
        "text": page.text,
        "title": title,
        "url": page.url,
        "source": outlet(names, page),
        "author": author(page),
    }
    return RawRecord(fields=fields, dates=dates, notice=page.notice, extracted=True)
