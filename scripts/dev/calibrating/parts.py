"""Parts of an archive, searched as if they were all."""

import random
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.answers.labelled_questions import LabelledQuestion
from index.records import Article
from index.store.archive.archive import Archive
from index.store.archive.embedded_passages import EmbeddedPassage
from index.store.changes import TakenArticle


@dataclass(frozen=True, slots=True)
class Part:
    """Some articles of an archive, by id, with their passages and sketches."""

    held: Mapping[str, Article]
    passages: Sequence[EmbeddedPassage]
    kept_sketches: Mapping[str, bytes] = field(repr=False)

    def articles(self) -> Iterator[Article]:
        return iter(self.held.values())

    def digests(self) -> Iterator[TakenArticle]:
        """Empty ones: the snapshot of a part is never extended."""
        return (TakenArticle(id_, b"") for id_ in self.held)

    def embedded(self, model: str) -> Iterator[EmbeddedPassage]:  # noqa: ARG002  # one is kept
        return iter(self.passages)

    def sketches(self) -> Iterator[bytes]:
        return iter(self.kept_sketches.values())

    def counts(self) -> tuple[int, int]:
        return len(self.held), len(self.passages)

    def part(self, ids: Collection[str]) -> "Part":
        """A smaller part."""
        return Part(
            {id_: article for id_, article in self.held.items() if id_ in ids},
            [passage for passage in self.passages if passage.article_id in ids],
            {id_: sketch for id_, sketch in self.kept_sketches.items() if id_ in ids},
        )


def read_part(archive: Archive, ids: Collection[str], model: str) -> Part:
    """These articles of the archive, with the vectors of a model."""
    part = archive.part(ids)
    articles = {article.id: article for article in part.articles()}
    sketches = dict(zip(articles, part.sketches(), strict=True))
    return Part(articles, list(part.embedded(model)), sketches)


def draw_ids(
    every: Sequence[str], asked: Sequence[LabelledQuestion], size: int, draw: random.Random
) -> frozenset[str]:
    """`size` articles of all, up to half of them such as a question is about."""
    about = {article for question in asked for article in question.relevant | question.tempting}
    candidates = sorted(about.intersection(every))
    kept = set(draw.sample(candidates, min(size // 2, len(candidates))))
    others = [article for article in every if article not in kept]
    return frozenset(kept | set(draw.sample(others, size - len(kept))))
