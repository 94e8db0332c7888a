"""Why an answer is what it is: in full for the terminal, on one screen for a telephone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from bot.answers.types import ExplainedAnswer
from bot.presentation import layout
from bot.presentation.i18n import Messages, decimal, join_list, number
from bot.presentation.interpretation import deviation_lines, filter_lines
from index.query.codec import filters_to_json
from index.search.explaining.explanation import (
    ExplainedDecision,
    ExplainedHit,
    Explanation,
    Understanding,
)

# On a telephone: hits, parts and features that are named, other names of a name, characters.
_HITS = 3
_MOST_FEATURES = 6
_OTHERS = 3
_WORD_LIMIT = 40
_TITLE_LIMIT = 45
_PART_LIMIT = 80
_LISTED = 6
# Points below this round to nothing.
_LEAST = 0.005


def explanation_text(explained: ExplainedAnswer, messages: Messages, *, full: bool) -> str:
    """The explanation as plain text; all of it if `full`, else what fits on a telephone."""
    made = explained.answer.interpretation
    asked = [f"▸ {layout.shorten(part.question, _PART_LIMIT)}?" for part in explained.answer.parts]
    filters = [*filter_lines(made, messages), *deviation_lines(made, messages)]
    title = [messages.text("explain_title"), *asked[:1]]
    blocks = _blocks(explained.explanation, title, filters, messages, full=full)
    if explained.second:
        blocks += _blocks(explained.second, asked[1:], [], messages, full=full)
    return "\n\n".join("\n".join(block) for block in blocks if block)


def _blocks(
    found: Explanation,
    heading: Sequence[str],
    filters: Sequence[str],
    messages: Messages,
    *,
    full: bool,
) -> list[list[str]]:
    """The outcome, what was understood, hits and decision, a block of lines each."""
    return [
        [*heading, *_outcome_lines(found, messages, full=full)],
        [*filters, *_understood_lines(found.understood, messages, full=full)],
        list(_hit_lines(found, messages, full=full)),
        list(_decision_lines(found, messages, full=full)),
    ]


def explanation_to_json(found: Explanation) -> dict[str, Any]:
    """The explanation as a JSON object, numbers to four places."""
    record = asdict(found)
    record["understood"]["filters"] = filters_to_json(found.understood.filters)
    return {name: _rounded(value) for name, value in record.items()}


def _rounded(value: object) -> object:
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {name: _rounded(one) for name, one in value.items()}
    return [_rounded(one) for one in value] if isinstance(value, list | tuple) else value


def _outcome_lines(found: Explanation, messages: Messages, *, full: bool) -> Iterator[str]:
    decision = found.decision
    outcome = messages.text(f"stats_{found.outcome.value}")
    if decision is None:
        yield outcome
    else:
        yield messages.text(
            "explain_decided",
            outcome=outcome,
            probability=decimal(decision.probability, messages.language),
            threshold=decimal(decision.threshold, messages.language),
        )
    for reason in found.reasons:
        names = _named(reason.names, messages, full=full)
        yield "• " + messages.text(f"explain_reason.{reason.kind.value}", names=names)


def _named(names: Sequence[str], messages: Messages, *, full: bool) -> str:
    """“Papua and Ambon”; on a telephone the first few. “–” for none."""
    short = [layout.shorten(name, _WORD_LIMIT) for name in names[:_LISTED]]
    shown = names if full else [*short, "…"] if len(names) > _LISTED else short
    return join_list(shown, messages.language) if shown else "–"


def _understood_lines(made: Understanding, messages: Messages, *, full: bool) -> Iterator[str]:
    limit = None if full else _OTHERS
    corrected = {asked: (searched,) for asked, searched in made.corrections}
    parts = [f"“{layout.shorten(part, _PART_LIMIT)}”" for part in made.parts]
    for key, field, words in (
        ("explain_names", "names", _equated(made.names, "=", limit)),
        ("explain_translated", "words", _equated(made.translations, "→", limit)),
        ("explain_corrected", "words", _equated(corrected, "→", limit)),
        ("explain_synonyms", "words", _equated(made.synonyms, "→", limit) if full else []),
        ("explain_parts", "parts", parts),
        ("explain_words", "words", _weighted(made.weights, messages) if full else []),
        ("explain_unknown", "words", [layout.shorten(word, _WORD_LIMIT) for word in made.unknown]),
    ):
        if words:
            shown = words if full else words[:_LISTED]
            yield messages.text(key, **{field: " · ".join(shown)})


def _equated(names: Mapping[str, Sequence[str]], sign: str, limit: int | None) -> list[str]:
    """“kominfo = kementerian komunikasi dan informatika, …”: a name or word with its others."""
    shown = {layout.shorten(name, _WORD_LIMIT): others for name, others in names.items()}
    return [
        f"{name} {sign} {_several(others, limit)}" if others else name
        for name, others in shown.items()
    ]


def _several(words: Sequence[str], limit: int | None) -> str:
    shown = [layout.shorten(word, _WORD_LIMIT) if limit else word for word in words[:limit]]
    return ", ".join([*shown, "…"] if len(shown) < len(words) else shown)


def _weighted(weights: Mapping[str, float], messages: Messages) -> list[str]:
    return [f"{word} {decimal(weight, messages.language)}" for word, weight in weights.items()]


def _hit_lines(found: Explanation, messages: Messages, *, full: bool) -> Iterator[str]:
    if full and found.hits:
        yield messages.text("explain_scored", count=number(found.passages, messages.language))
    for rank, hit in enumerate(found.hits if full else found.hits[:_HITS], 1):
        title = hit.article.title or messages.text("untitled")
        shown = title if full else layout.shorten(title, _TITLE_LIMIT)
        yield f"{rank}. {shown} – {decimal(hit.score, messages.language)}"
        for line in _hit_details(hit, messages, full=full):
            yield f"   {line}"


def _hit_details(hit: ExplainedHit, messages: Messages, *, full: bool) -> Iterator[str]:
    yield " · ".join(_part_texts(hit, messages, full=full))
    if full:
        probability = decimal(hit.probability, messages.language)
        yield messages.text("explain_probability", probability=probability)
    if hit.missing:
        yield messages.text("explain_lacks", names=_named(hit.missing, messages, full=full))


def _part_texts(hit: ExplainedHit, messages: Messages, *, full: bool) -> Iterator[str]:
    """Points of each part, the most first; in full with the value that they are for."""
    for name, part in sorted(hit.parts.items(), key=lambda item: -item[1].points):
        if full or part.points >= _LEAST:
            label = messages.text(f"explain_part.{name}")
            value = f" ({decimal(part.value, messages.language)})" if full else ""
            yield f"{label} {decimal(part.points, messages.language)}{value}"


def _decision_lines(found: Explanation, messages: Messages, *, full: bool) -> Iterator[str]:
    decision = found.decision
    if decision is None:
        return
    yield messages.text(
        "explain_weighed",
        hit=decision.hit,
        features=" · ".join(_feature_texts(decision, messages, full=full)),
        logit=decimal(decision.logit, messages.language, signed=True),
    )
    if full:
        yield messages.text(
            "explain_subject",
            near=decimal(decision.near, messages.language),
            threshold=decimal(decision.near_threshold, messages.language),
        )


def _feature_texts(decision: ExplainedDecision, messages: Messages, *, full: bool) -> Iterator[str]:
    """What each feature adds to the logit, the most first; “…” stands for what is left out."""
    language = messages.language
    base = decimal(decision.intercept, language, signed=True)
    yield f"{messages.text('explain_base')} {base}"
    weighed = [item for item in decision.features.items() if abs(item[1].contribution) >= _LEAST]
    weighed.sort(key=lambda item: -abs(item[1].contribution))
    for name, feature in weighed if full else weighed[:_MOST_FEATURES]:
        label = messages.text(f"explain_feature.{name}")
        value = f" ({decimal(feature.value, language)})" if full else ""
        yield f"{label} {decimal(feature.contribution, language, signed=True)}{value}"
    if not full and len(weighed) > _MOST_FEATURES:
        yield "…"
