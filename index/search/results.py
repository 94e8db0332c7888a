"""Ranked passages → hits: their articles, their quotes, who said them, who else tells the story."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from index.records import Citation, Hit
from index.search.fusion import Scored
from index.search.scoring import Looked, whole_quotation
from index.search.speaker_scores import Voices
from index.store import snapshot_queries as queries
from index.store.snapshot_queries import CitedPassage
from index.store.snapshot_reader import OpenSnapshot


def cited(
    ranked: Sequence[Scored],
    looked: Looked,
    voices: Voices,
    snapshot: OpenSnapshot,
    *,
    in_full: Callable[[str], str] = str,
) -> list[tuple[Hit, str]]:
    """The ranked passages with their articles and quotes, and the language of each article.

    `in_full` makes of a speaker's name what is shown.
    """
    passages = queries.cited_passages(snapshot.db, [scored.row for scored in ranked])
    hits = []
    for rank, (scored, passage) in enumerate(zip(ranked, passages, strict=True), 1):
        number = int(looked.quote[scored.place])
        start, end = whole_quotation(passage.kinds, passage.sentences, number)
        voice = voices.of(scored.row, number)
        hit = Hit(
            rank=rank,
            score=scored.score,
            article=passage.article,
            passage=passage.text,
            quote=passage.text[start:end],
            speaker=replace(voice.speaker, name=in_full(voice.speaker.name)).label if voice else "",
            also=_also(passage, snapshot),
        )
        hits.append((hit, passage.language))
    return hits


def opening(number: int, snapshot: OpenSnapshot) -> Hit:
    """An article by itself: its first passage, quoted with the first sentence."""
    passage = queries.first_passage(snapshot.db, number)
    start, end = passage.sentences[0]
    return Hit(
        rank=1,
        score=1.0,
        article=passage.article,
        passage=passage.text,
        quote=passage.text[start:end],
        also=_also(passage, snapshot),
    )


def _also(passage: CitedPassage, snapshot: OpenSnapshot) -> tuple[Citation, ...]:
    """The other articles of a passage's story."""
    if not snapshot.repeated[passage.story]:
        return ()
    return queries.same_story(
        snapshot.db, passage.story, besides=passage.article.id, hidden=snapshot.hidden
    )
