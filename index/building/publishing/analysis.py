"""What a snapshot has of each article besides what the archive stores: its words, analysed.

This is most of the work of writing a snapshot, and one article's does not depend on another's, so
other processes do it while this one writes.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from index.building.parallel import process_map
from index.records import Article
from index.store.archive.embedded_passages import EmbeddedPassage
from index.text.acronyms import acronym_pairs
from index.text.analysis import index_text
from index.text.language import language_of
from index.text.sentence_features import term_numbers
from index.text.urls import comparison_key

# Articles that are sent to a process together: one alone is less work than sending it.
TOGETHER = 16
# So many times as many are analysed here before processes are started: 1.5 s of work, longer than
# that takes.
ALONE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceArticle:
    """An article as the archive has it: with its digest, and its passages in order."""

    article: Article
    digest: bytes
    passages: Sequence[EmbeddedPassage]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleTexts:
    """What is analysed of an article."""

    url: str
    title: str
    text: str
    passages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysedArticle:
    """The words of an article, and the key of its URL.

    `title` and `passages` are `index_text`, `title_terms` uint32 term numbers, little-endian,
    `acronyms` the pairs of a long form and its acronym that the text explains, each once.
    """

    url_key: str
    title: str
    passages: tuple[str, ...]
    title_terms: bytes
    language: str
    acronyms: frozenset[tuple[str, str]]


def analyse(texts: ArticleTexts) -> AnalysedArticle:
    """Analyse one article."""
    return AnalysedArticle(
        url_key=comparison_key(texts.url),
        title=index_text(texts.title),
        passages=tuple(map(index_text, texts.passages)),
        title_terms=term_numbers(texts.title).tobytes(),
        language=language_of(texts.text),
        acronyms=frozenset(acronym_pairs(texts.text)),
    )


def analyse_articles(
    articles: Iterable[SourceArticle],
) -> Iterator[tuple[SourceArticle, AnalysedArticle]]:
    """Articles, in order, with their words; a few thousand at most are in memory at a time.

    Raises ArchiveError if a process that works on them is killed.
    """
    waiting: deque[SourceArticle] = deque()

    def texts() -> Iterator[tuple[ArticleTexts, ...]]:
        following = iter(articles)
        while some := tuple(islice(following, TOGETHER)):
            waiting.extend(some)
            yield tuple(map(_texts, some))

    found = process_map(_analyse_all, texts(), weight=_weight, preload=[__name__], alone=ALONE)
    for _sent, analysed in found:
        for one in analysed:
            yield waiting.popleft(), one


def _analyse_all(texts: Sequence[ArticleTexts]) -> list[AnalysedArticle]:
    return list(map(analyse, texts))


def _texts(one: SourceArticle) -> ArticleTexts:
    article = one.article
    passages = tuple(passage.text for passage in one.passages)
    return ArticleTexts(url=article.url, title=article.title, text=article.text, passages=passages)


def _weight(texts: Sequence[ArticleTexts]) -> int:
    return sum(1 + 2 * len(one.text) for one in texts)
