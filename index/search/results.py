"""Ranked passages → hits: their articles, their quotes, who said them, who else tells the story."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace

from index.records import Citation, Hit
from index.search.fusion import Scored
from index.search.scoring import Looked, whole_quotation
from index.search.speaker_scores import Voices
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
    query = (
        "SELECT p.id, p.text, p.sentences, p.kinds, a.language, a.story, a.id, a.url, a.title,"
        " a.source, a.published, a.author FROM passages p JOIN articles a ON a.number = p.article"
        " WHERE p.id IN (SELECT value FROM json_each(?))"
    )
    rows = json.dumps([scored.row for scored in ranked])
    found = {row[0]: row[1:] for row in snapshot.db.execute(query, [rows])}
    hits = []
    for rank, scored in enumerate(ranked, 1):
        text, spans, kinds, language, story, *citation = found[scored.row]
        number = int(looked.quote[scored.place])
        start, end = whole_quotation(kinds, json.loads(spans), number)
        voice = voices.of(scored.row, number)
        article = _citation(citation)
        hit = Hit(
            rank=rank,
            score=scored.score,
            article=article,
            passage=text,
            quote=text[start:end],
            speaker=replace(voice.speaker, name=in_full(voice.speaker.name)).label if voice else "",
            also=_also(story, article.id, snapshot),
        )
        hits.append((hit, language))
    return hits


def texts(rows: Sequence[int], snapshot: OpenSnapshot) -> list[str]:
    """The passages of these rows."""
    query = "SELECT id, text FROM passages WHERE id IN (SELECT value FROM json_each(?))"
    found = dict(snapshot.db.execute(query, [json.dumps(rows)]).fetchall())
    return [found[row] for row in rows]


def opening(number: int, snapshot: OpenSnapshot) -> Hit:
    """An article by itself: its first passage, quoted with the first sentence."""
    query = (
        "SELECT p.text, p.sentences, a.story, a.id, a.url, a.title, a.source, a.published, a.author"
        " FROM articles a JOIN passages p ON p.article = a.number WHERE a.number = ?"
        " ORDER BY p.position LIMIT 1"
    )
    text, spans, story, *citation = snapshot.db.execute(query, [number]).fetchone()
    start, end = json.loads(spans)[0]
    article = _citation(citation)
    return Hit(
        rank=1,
        score=1.0,
        article=article,
        passage=text,
        quote=text[start:end],
        also=_also(story, article.id, snapshot),
    )


def _citation(columns: Sequence[str]) -> Citation:
    return Citation(**dict(zip(Citation.__slots__, columns, strict=True)))


def _also(story: int, article: str, snapshot: OpenSnapshot) -> tuple[Citation, ...]:
    """The other articles of a story."""
    if not snapshot.repeated[story]:
        return ()
    query = (
        "SELECT id, url, title, source, published, author FROM articles"
        " WHERE story = ? AND id <> ? AND number NOT IN (SELECT value FROM json_each(?))"
        " ORDER BY published, id"
    )
    hidden = json.dumps(snapshot.hidden)
    return tuple(map(_citation, snapshot.db.execute(query, [story, article, hidden])))
