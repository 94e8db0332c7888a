import random
import re
from collections.abc import Callable, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from index.building.splitter import passage_heading, split_article
from index.models.embedder import OnnxEmbedder
from index.records import Article, Passage
from index.text.sentences import sentences

Count = Callable[[Sequence[str]], list[int]]


def by_words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def cut(text: str, count: Count = by_words, *, limit: int = 512, title: str = "") -> list[Passage]:
    return split_article(Article(id="a", title=title, text=text), count, limit=limit)


def sentence(words: int) -> str:
    return " ".join(["Kata", *["kata"] * (words - 1)]) + "."


def text_of(*lengths: int) -> str:
    return " ".join(map(sentence, lengths))


def sizes(*lengths: int, limit: int = 512) -> list[int]:
    return by_words([passage.text for passage in cut(text_of(*lengths), limit=limit)])


def test_the_heading_is_title_and_day() -> None:
    known = Article(id="a", title="Banjir surut.", published="2020-01-02T10:30:00+07:00", text="x")
    assert passage_heading(known) == "Banjir surut. 2020-01-02. "
    assert passage_heading(Article(id="a", title="Banjir surut", text="x")) == "Banjir surut. "
    assert passage_heading(Article(id="a", published="2020-01-02", text="x")) == "2020-01-02. "
    assert passage_heading(Article(id="a", text="x")) == ""


def test_a_short_article_is_one_passage() -> None:
    text = "Air surut. Warga pulang.\nPosko ditutup."
    assert cut(text) == [Passage(article_id="a", position=0, start=0, end=39, text=text)]


def test_passages_know_their_place() -> None:
    first, second = cut(text_of(200, 200))
    assert (first.position, first.start, first.end) == (0, 0, 1000)
    assert (second.position, second.start, second.end) == (1, 1001, 2001)


def test_sizes_are_shared_out_evenly() -> None:
    assert sizes(*[10] * 24) == [240]
    assert sizes(*[10] * 30) == [150, 150]
    assert sizes(*[10] * 41) == [210, 200]
    # A greedy cut at 200 would leave crumbs of 80 and 30.
    assert sizes(*[80] * 7) == [160, 240, 160]
    assert sizes(*[10] * 63) == [210, 210, 210]


def test_no_article_ends_in_a_tiny_passage() -> None:
    chance = random.Random(5)
    for _ in range(300):
        lengths = [chance.randint(4, 50) for _ in range(chance.randint(12, 80))]
        if sum(lengths) > 250:
            assert min(sizes(*lengths)) >= 100


def test_the_heading_takes_room() -> None:
    text = text_of(*[10] * 20)
    assert [len(p.text.split()) for p in cut(text, limit=112)] == [100, 100]
    # Eight words of heading, and two to be sure, leave 100 of 110.
    title = "a b c d e f g h"
    assert [len(p.text.split()) for p in cut(text, limit=110, title=title)] == [100, 100]
    assert [len(p.text.split()) for p in cut(text, limit=109, title=title)] == [70, 70, 60]


def test_a_sentence_that_is_too_long_is_cut_between_words() -> None:
    text = "Kata " * 10_000 + "akhir"
    passages = cut(text)
    assert {len(p.text.split()) for p in passages} <= set(range(240, 251))
    assert " ".join(p.text for p in passages) == text


def test_an_overlong_word_is_cut_inside(embedder: OnnxEmbedder) -> None:
    text = "Kode itu " + "a1b2" * 5_000 + " dan selesai."
    passages = cut(text, embedder.count_tokens)
    assert "".join(p.text for p in passages).replace(" ", "") == text.replace(" ", "")
    assert max(embedder.count_tokens([p.text for p in passages])) <= 250


CHARACTERS = st.characters(codec="utf-8", exclude_characters="\r")
WORDS = st.text(CHARACTERS, min_size=1, max_size=80).filter(lambda word: not word.isspace())
TEXTS = st.lists(
    WORDS | st.sampled_from(["Pemerintah", "mengatakan", "Selasa.", "5", "\n", "“Ya,”"]),
    min_size=1,
    max_size=250,
).map(" ".join)


@given(TEXTS.filter(lambda text: text.strip() != ""), st.sampled_from(["", "Banjir surut"]))
@settings(max_examples=60)
def test_passages_hold_every_sentence_once(embedder: OnnxEmbedder, text: str, title: str) -> None:
    passages = cut(text, embedder.count_tokens, limit=128, title=title)
    assert [p.position for p in passages] == list(range(len(passages)))
    assert [p.text for p in passages] == [text[p.start : p.end] for p in passages]
    edges = [edge for p in passages for edge in (p.start, p.end)]
    assert edges == sorted(edges)
    held = "".join(p.text for p in passages)
    assert re.sub(r"\s", "", held) == re.sub(r"\s", "", text)
    front = passage_heading(Article(id="a", title=title, text=text))
    whole = embedder.count_tokens([front + p.text for p in passages])
    assert max(whole) <= 128
    short = [s for s in sentences(text) if embedder.count_tokens([text[slice(*s)]])[0] <= 100]
    assert all(any(p.start <= s and e <= p.end for p in passages) for s, e in short)
