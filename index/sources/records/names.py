"""The names that article fields go by in other people's records, and what an owner says of them.

Collected from the answers and exports of NewsAPI, GNews, Guardian, NYT, WordPress REST, Blogger,
Ghost, Strapi, Drupal, Elasticsearch and MongoDB, from schema.org, Dublin Core and Open Graph, from
Hugo, Jekyll and Obsidian's clipper, and from Indonesian tables. What says when a record was made,
fetched or changed (`created_at`, `updated_at`, `@timestamp`) does not say when an article was
published, and is no name of it.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from index.errors import ArchiveError

FIELDS = ("id", "url", "title", "published", "source", "author", "lang", "section", "text")
# Best first, small letters and digits only; the field itself comes before all of them.
NAMES: Mapping[str, Sequence[str]] = {
    "id": (),
    "url": (
        *("link", "permalink", "canonical", "canonicalurl", "originalurl", "sourceurl", "weburl"),
        *("articleurl", "pageurl", "posturl", "shareurl", "externalurl", "linkurl", "urllink"),
        *("href", "uri", "loc", "tautan", "alamaturl", "mainentityofpage", "guid"),
    ),
    "title": (
        *("headline", "judul", "judulberita", "judulartikel", "heading", "posttitle"),
        *("articletitle", "newstitle", "titletext", "webtitle", "ogtitle"),
    ),
    "published": (
        *("dategmt", "postdategmt", "dateunixtime", "date", "pubdate", "publishedat"),
        *("publishedtime", "publishedon", "publisheddate", "publishdate", "publishedunix"),
        *("publishtime", "publishat", "publicationdate", "datepublished"),
        *("datetimepublished", "datepublish", "webpublicationdate", "firstpublished"),
        *("firstpublicationdate", "articledate", "postdate", "postedat", "datepublication"),
        *("tanggal", "tanggalterbit", "tanggalpublikasi", "tanggalberita", "tanggaltayang"),
        *("tgl", "tglterbit", "tglpublikasi", "tglberita", "waktuterbit", "terbit", "terbitpada"),
        *("issued", "datetime", "waktu", "timestamp", "time"),
    ),
    "source": (
        *("publisher", "outlet", "site", "sitename", "media", "sumber", "sumberberita"),
        *("sourcename", "publishername", "ogsitename", "newspaper", "koran", "namamedia"),
        *("portal", "newssource", "sourcetitle"),
    ),
    "author": (
        *("authors", "byline", "creator", "penulis", "reporter", "wartawan", "jurnalis"),
        *("authorname", "writer"),
    ),
    "lang": ("language", "bahasa", "inlanguage", "langcode"),
    "section": (
        *("rubrik", "articlesection", "sectionname", "kategori", "category", "categories"),
        *("categoryname", "kanal", "desk"),
    ),
    "text": (
        *("body", "content", "contents", "articlebody", "fulltext", "fullcontent", "bodytext"),
        *("maintext", "articletext", "articlecontent", "newscontent", "contenttext", "plaintext"),
        *("rawtext", "cleantext", "textcontent", "postcontent", "contentencoded", "encoded"),
        *("contenthtml", "bodyhtml", "texthtml", "isi", "isiberita", "isiartikel", "konten"),
        *("teks", "naskah", "artikel", "berita", "article", "story", "message", "pesan"),
        *("paragraphs", "paragraf", "blocks"),
    ),
}
# A whole page, read where nothing else is the text.
PAGES = ("html", "rawhtml", "pagehtml", "pagesource")
# They stand beside a text and are none; named when they are all that a record has.
TEASERS = frozenset(
    "summary description excerpt lead teaser abstract snippet ringkasan deskripsi cuplikan".split()
)
_BARE = re.compile(r"[^a-z0-9]+")
# What flattened and namespaced names begin with: `_source.title`, `dc:date`, `og:title`.
_PREFIX = re.compile(
    r"^(?:_source|source|fields|attributes|data|doc|article|news|post|properties|node"
    r"|dc|dcterms|schema|og)[.:/](?=.)",
    re.IGNORECASE,
)


def bare_name(name: object) -> str:
    """A name as it is compared: `datePublished`, `date_published`, `Date published` are one.

    "" for a name that begins with “@” or “_”, as databases' own do: `@timestamp`, `_id`.
    """
    text = unicodedata.normalize("NFKC", str(name)).strip().lower()
    text = _PREFIX.sub("", text, count=1)
    return "" if text.startswith(("@", "_")) else _BARE.sub("", text)


def is_text_name(name: object) -> bool:
    """Whether a field of this name may hold the text of an article."""
    bare = bare_name(name)
    return bare == "text" or bare in NAMES["text"] or bare in PAGES


class FieldMap:
    """What an owner says of names: which field of an article each is; counts before all else.

    A name may lead into objects (`isi.lengkap`). It is remembered which names any record had.
    """

    def __init__(self, fields: Mapping[str, str] | None = None) -> None:
        self._fields = dict(fields or {})
        self._used: set[str] = set()

    @classmethod
    def parse(cls, stated: Sequence[str]) -> "FieldMap":
        """Of `content=text,headline=title`, in one or several; raises ArchiveError."""
        fields: dict[str, str] = {}
        for pair in filter(str.strip, ",".join(stated).split(",")):
            name, sign, target = (part.strip() for part in pair.partition("="))
            if not name or not sign or target not in FIELDS:
                raise ArchiveError(
                    f"{pair.strip()!r} is no mapping; write NAME=FIELD, where FIELD is one of "
                    f"{', '.join(FIELDS)}"
                )
            if fields.setdefault(name, target) != target:
                raise ArchiveError(f"`{name}` is to be both {fields[name]} and {target}")
        return cls(fields)

    def stated(self, values: Mapping[str, object]) -> dict[str, list[object]]:
        """The values of one record by the fields that they are said to be, in order."""
        found: dict[str, list[object]] = {}
        for name, target in self._fields.items():
            value = _value(values, name)
            if value is not None:
                self._used.add(name)
                found.setdefault(target, []).append(value)
        return found

    def __repr__(self) -> str:
        return f"FieldMap({self._fields!r})"

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said of any name."""
        return not self._fields

    def names(self, target: str) -> set[str]:
        """The names that are said to be this field."""
        return {name for name, field in self._fields.items() if field == target}

    def unused(self) -> list[str]:
        """The names, each with its field (`isi=text`), that no record had so far."""
        return [f"{name}={field}" for name, field in self._fields.items() if name not in self._used]


NO_MAP = FieldMap()


def _value(values: Mapping[str, object], name: str) -> object:
    """The value of a name, whatever its letters' case, or of a path of names; None if none."""
    given = {str(key).strip().lower(): value for key, value in values.items()}
    if name.lower() in given:
        return given[name.lower()]
    head, _, rest = name.partition(".")
    inner = given.get(head.lower())
    return _value(inner, rest) if rest and isinstance(inner, dict) else None
