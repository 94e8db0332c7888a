"""The collections of one snapshot, and their fields.

The alias of the live snapshot is the prefix, and stands for the collection of its passages. The
others have its name with an ending:

=============  =================================================================================
passages       `row`; what filters need; the vector; analysed words; text, sentences and vectors
``_articles``  `number`; references and address to be found by; the article without its vectors
``_speakers``  `number`, name, role, institution, and their words
``_words``     `word`, and how many passages hold it
``_tables``    `key`; what every bot holds in memory, in parts
=============  =================================================================================

Words stand between single spaces, those of the title before a full stop and those of the text, so
that `like "% a b %"` finds a phrase, and none across the stop.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.store.milvus.connection import library
from index.store.milvus.parts import LONGEST, MOST_PARTS
from index.text.analysis import index_text

if TYPE_CHECKING:
    from pymilvus import CollectionSchema
    from pymilvus.milvus_client import IndexParams

    Definition = tuple[CollectionSchema, IndexParams]

# Of what is stored here: another number has everything written anew.
LAYOUT = 1
# Up to here every vector is compared; above, a graph finds .99 of the true hundred nearest of
# 200,000 (measured on the server, M 16, 128 compared), also under filters.
EXACT_LIMIT = 100_000
_GRAPH = {"M": 16, "efConstruction": 128}
# As tantivy has them, so that both engines find the same.
_BM25 = {"bm25_k1": 1.2, "bm25_b": 0.75}
APART = "."
# Speakers of one passage, and addresses that led to one article.
_MOST_NUMBERS = 4_096


@dataclass(frozen=True, slots=True)
class Collections:
    """The names of one snapshot's collections."""

    passages: str

    @property
    def articles(self) -> str:
        """The collection of articles."""
        return f"{self.passages}_articles"

    @property
    def speakers(self) -> str:
        """The collection of speakers."""
        return f"{self.passages}_speakers"

    @property
    def words(self) -> str:
        """The collection of the vocabulary."""
        return f"{self.passages}_words"

    @property
    def tables(self) -> str:
        """The collection of what every bot holds in memory."""
        return f"{self.passages}_tables"

    @property
    def all(self) -> tuple[str, ...]:
        """All of them."""
        return self.passages, self.articles, self.speakers, self.words, self.tables


def spaced(title: str, text: str = "") -> str:
    """The analysed words of a title and a text, between single spaces."""
    body = f" {APART} {index_text(text)}" if text else ""
    return f" {index_text(title)}{body} "


class Layout:
    """Makes the schemas and indexes of collections; `full_text` needs Milvus 2.5 or newer."""

    def __init__(self, dimension: int, passages: int, *, full_text: bool = True) -> None:
        self._dimension = dimension
        self._exact = passages <= EXACT_LIMIT
        self._full_text = full_text
        self._library = library()
        self._type = self._library.DataType

    def passages(self) -> "Definition":
        """Schema and indexes of the passages."""
        schema = self._schema("row")
        for name in ("article", "position", "published"):
            schema.add_field(name, self._type.INT64)
        for name in ("outlet", "author", "section"):
            schema.add_field(name, self._type.VARCHAR, max_length=LONGEST)
        self._numbers(schema, "speakers")
        for name in ("text", "record", "sentence_vectors"):
            self._parts(schema, name)
        schema.add_field("vector", self._type.FLOAT_VECTOR, dim=self._dimension)
        indexes = self._library.MilvusClient.prepare_index_params()
        if self._exact:
            indexes.add_index("vector", index_type="FLAT", metric_type="IP")
        else:
            indexes.add_index("vector", index_type="HNSW", metric_type="IP", params=_GRAPH)
        for name in ("article", "published", "outlet", "speakers") if not self._exact else ():
            indexes.add_index(name, index_type="INVERTED")
        self._words(schema, indexes, "words", ranked=True)
        self._words(schema, indexes, "title")
        return schema, indexes

    def articles(self) -> "Definition":
        """Schema and indexes of the articles."""
        schema, indexes = self._unranked("number")
        for name in ("story", "words"):
            schema.add_field(name, self._type.INT64)
        for name in ("id", "url_key", "reference", "digest"):
            schema.add_field(name, self._type.VARCHAR, max_length=LONGEST)
        self._parts(schema, "names")
        for name in ("text", "record"):
            self._parts(schema, name)
        return schema, indexes

    def speakers(self) -> "Definition":
        """Schema and indexes of the speakers."""
        schema, indexes = self._unranked("number")
        for name in ("name", "role", "institution"):
            schema.add_field(name, self._type.VARCHAR, max_length=LONGEST)
        self._words(schema, indexes, "words", ranked=True)
        return schema, indexes

    def words(self) -> "Definition":
        """Schema and indexes of the vocabulary."""
        schema, indexes = self._unranked("word", text=True)
        schema.add_field("passages", self._type.INT64)
        return schema, indexes

    def tables(self) -> "Definition":
        """Schema and indexes of what every bot holds in memory."""
        schema, indexes = self._unranked("key", text=True)
        self._parts(schema, "data")
        return schema, indexes

    def all(self) -> "tuple[Definition, ...]":
        """Those of `Collections.all`."""
        return self.passages(), self.articles(), self.speakers(), self.words(), self.tables()

    # -- fields -------------------------------------------------------------------------------

    def _schema(self, key: str, *, text: bool = False) -> "CollectionSchema":
        schema = self._library.MilvusClient.create_schema(enable_dynamic_field=False)
        if text:
            schema.add_field(key, self._type.VARCHAR, is_primary=True, max_length=LONGEST)
        else:
            schema.add_field(key, self._type.INT64, is_primary=True)
        return schema

    def _unranked(self, key: str, *, text: bool = False) -> "Definition":
        """A collection for look-ups only: Milvus wants a vector in every one."""
        schema = self._schema(key, text=text)
        schema.add_field("nothing", self._type.FLOAT_VECTOR, dim=2)
        indexes = self._library.MilvusClient.prepare_index_params()
        indexes.add_index("nothing", index_type="FLAT", metric_type="L2")
        return schema, indexes

    def _numbers(self, schema: "CollectionSchema", name: str) -> None:
        kind = {"element_type": self._type.INT64, "max_capacity": _MOST_NUMBERS}
        schema.add_field(name, self._type.ARRAY, **kind)

    def _parts(self, schema: "CollectionSchema", name: str) -> None:
        kind = {"element_type": self._type.VARCHAR, "max_length": LONGEST}
        schema.add_field(name, self._type.ARRAY, max_capacity=MOST_PARTS, **kind)

    def _words(
        self, schema: "CollectionSchema", indexes: "IndexParams", name: str, *, ranked: bool = False
    ) -> None:
        """A field of analysed words, which the server splits at spaces, maybe ranked by BM25."""
        if not self._full_text:
            schema.add_field(name, self._type.VARCHAR, max_length=LONGEST)
            return
        schema.add_field(
            name,
            self._type.VARCHAR,
            max_length=LONGEST,
            enable_analyzer=True,
            enable_match=True,
            analyzer_params={"tokenizer": "standard"},
        )
        if not ranked:
            return
        schema.add_field("bm25", self._type.SPARSE_FLOAT_VECTOR)
        schema.add_function(
            self._library.Function(
                name="bm25",
                input_field_names=[name],
                output_field_names=["bm25"],
                function_type=self._library.FunctionType.BM25,
            )
        )
        indexes.add_index(
            "bm25", index_type="SPARSE_INVERTED_INDEX", metric_type="BM25", params=_BM25
        )
