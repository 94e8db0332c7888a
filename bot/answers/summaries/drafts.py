"""What a language model replied, read leniently: fences, thoughts, other keys, plain sentences."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Final

from bot.answers.summaries.records import Draft, SummarySentence
from index.text.sentences import sentences as split_sentences

MOST_SENTENCES: Final = 4
"""Of a summary; a model that writes more is cut there before anything is verified."""
LONGEST_REPLY: Final = 20_000
"""Characters of a reply that are looked at: four sentences with their thoughts take far fewer."""
_THOUGHTS: Final = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL)
_MARKS: Final = re.compile(r"\s*\[(\d{1,2}(?:\s*,\s*\d{1,2})*)\]")
_MOST_TRIES: Final = 20


def read_draft(reply: str) -> Draft | None:
    """The draft in a model's reply; None if there is nothing that can be read as one.

    Sentences without numbers of quotes are kept, with none: verification drops them.
    """
    text = _THOUGHTS.sub(" ", reply[:LONGEST_REPLY]).strip()
    record = _json_object(text)
    if record is not None:
        return _from_record(record)
    # Some models answer in plain sentences with [1] behind each.
    return Draft(sentences=tuple(_marked(text))) if _MARKS.search(text) else None


def _json_object(text: str) -> Mapping[str, object] | None:
    """The first JSON object in a text that has one of the keys asked for."""
    decoder = json.JSONDecoder()
    for place, _ in zip(re.finditer(r"\{", text), range(_MOST_TRIES), strict=False):
        try:
            found, _ = decoder.raw_decode(text, place.start())
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict) and {"answering", "sentences", "summary"} & found.keys():
            return found
    return None


def _from_record(record: Mapping[str, object]) -> Draft:
    listed = record.get("sentences", record.get("summary"))
    if isinstance(listed, Mapping):
        listed = listed.get("sentences")
    items = [listed] if isinstance(listed, str) else listed if isinstance(listed, list) else []
    sentences = tuple(one for item in items for one in _sentences(item))[:MOST_SENTENCES]
    answering = record.get("answering")
    chosen = _numbers(answering) if isinstance(answering, list) else None
    return Draft(answering=chosen, sentences=sentences)


def _sentences(item: object) -> Iterable[SummarySentence]:
    if isinstance(item, str):
        return _marked(item)
    if not isinstance(item, Mapping) or not isinstance(item.get("text"), str):
        return ()
    text, cited = str(item["text"]), item.get("quotes")
    numbers = _numbers(cited) if isinstance(cited, list) else _numbers([cited])
    inline = _numbers(one for found in _MARKS.findall(text) for one in found.split(","))
    return (SummarySentence(_MARKS.sub("", text).strip(), tuple(dict.fromkeys(numbers + inline))),)


def _marked(text: str) -> list[SummarySentence]:
    """The sentences of a plain text, each with the numbers in brackets within or behind it."""
    # “… tewas. [1]” and “… tewas [1].” mean the same.
    text = re.sub(r"([.!?])((?:\s*\[[\d,\s]+\])+)", r"\2\1", text)
    found = (text[start:end] for start, end in split_sentences(text))
    return [
        SummarySentence(
            _MARKS.sub("", one).strip(),
            _numbers(number for marks in _MARKS.findall(one) for number in marks.split(",")),
        )
        for one in found
    ][:MOST_SENTENCES]


def _numbers(values: Iterable[object]) -> tuple[int, ...]:
    """Numbers of quotes; 0, the number of none, stands for anything else."""
    found = []
    for value in values:
        whole = isinstance(value, int) and not isinstance(value, bool)
        text = str(value).strip(" []") if whole or isinstance(value, str) else ""
        found.append(int(text) if re.fullmatch(r"\d{1,2}", text, re.ASCII) else 0)
    return tuple(dict.fromkeys(found))
