"""What the reader takes in: tokens, windows and marks, with a vocabulary of whole words."""

import pytest
from tokenizers import Tokenizer, models, pre_tokenizers

from index.models.reader_tokens import (
    END,
    QUESTION_TOKENS,
    SENTENCE_TOKENS,
    START,
    Mark,
    ReaderTokenizer,
    fold,
    marks,
)

HEADING = "Gempa Ambon (Berita, 2019-09-26)"
SENTENCES = (
    "Gempa mengguncang Ambon pada Kamis pagi.",
    "Menurut Budi Santoso, 23 orang tewas.",
    "Warga mengungsi ke bukit, kata Rini Wati.",
)


@pytest.fixture(scope="module")
def reading() -> ReaderTokenizer:
    words = sorted({w for text in SENTENCES for w in text.replace(".", " .").split()})
    vocabulary = {"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3}
    vocabulary |= {word: number for number, word in enumerate(words, 4)}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return ReaderTokenizer(tokenizer)


def test_windows_cover_the_article_and_share_one_sentence(reading: ReaderTokenizer) -> None:
    tokens = reading.article(HEADING, SENTENCES)
    assert [w.numbers for w in reading.windows(tokens)] == [[0, 1, 2]]
    assert [w.numbers for w in reading.windows(tokens, 32)] == [[0, 1], [1, 2]]
    window = reading.windows(tokens)[0]
    start, end = window.spans[1]
    assert window.tokens.ids[start:end] == reading.tokens(SENTENCES[1]).ids


def test_a_sentence_that_leaves_no_room_is_a_window_of_its_own(reading: ReaderTokenizer) -> None:
    tokens = reading.article(HEADING, SENTENCES)
    assert [w.numbers for w in reading.windows(tokens, 1)] == [[0], [1], [2]]
    assert reading.windows(reading.article(HEADING, [])) == []


def test_what_stands_around_question_and_window(reading: ReaderTokenizer) -> None:
    question = reading.question("orang tewas")
    inner = reading.tokens("orang tewas").ids
    assert (question.ids[0], question.ids[-3:]) == (START, [*inner, END])
    # Of a window there is the prefix, the heading and the sentences.
    window = reading.windows(reading.article(HEADING, SENTENCES))[0]
    assert (window.tokens.ids[0], window.tokens.ids[-1]) == (START, END)
    heading = reading.tokens(HEADING).ids
    assert window.tokens.ids[window.spans[0][0] - len(heading) : window.spans[0][0]] == heading
    # Each sentence begins where the one before ends.
    assert [end for _, end in window.spans[:-1]] == [start for start, _ in window.spans[1:]]


def test_long_questions_and_sentences_are_cut(reading: ReaderTokenizer) -> None:
    assert len(reading.question("kata " * 100).ids) == QUESTION_TOKENS + 2
    (sentence,) = reading.article("", ["kata " * 200]).sentences
    assert len(sentence.ids) == len(sentence.words) == SENTENCE_TOKENS


def test_words_their_tokens_and_which_look_like_names(reading: ReaderTokenizer) -> None:
    tokens = reading.tokens("Menurut Budi, 23 orang tewasnya.")
    found = [(word.text, tokens.ids[word.start : word.end], word.name) for word in tokens.words]
    number = {text: reading.tokens(text).ids for text in ("Menurut", "Budi", "23", "orang")}
    assert found == [
        # The first word is large in any case.
        ("menurut", number["Menurut"], False),
        ("budi", number["Budi"], True),
        ("23", number["23"], True),
        ("orang", number["orang"], False),
        ("tewas", [3], False),
    ]


def test_marks_tell_names_here_elsewhere_and_nowhere(reading: ReaderTokenizer) -> None:
    first = reading.windows(reading.article(HEADING, SENTENCES), 32)[0]
    question = reading.question("apa kata rini soal orang tewas di Ambon dan Bali")
    asked, text = marks(question, first)
    assert {w.text: Mark(asked[w.start]) for w in question.words if asked[w.start]} == {
        "rini": Mark.ASKED_ELSEWHERE,
        "orang": Mark.ASKED_WORD,
        "tewas": Mark.ASKED_WORD,
        "ambon": Mark.ASKED_NAME,
        "bali": Mark.ASKED_NOWHERE,
    }
    found = {(w.text, Mark(text[w.start])) for w in first.tokens.words if text[w.start]}
    assert found == {
        ("ambon", Mark.TEXT_NAME),
        ("orang", Mark.TEXT_WORD),
        ("tewas", Mark.TEXT_WORD),
    }


def test_short_words_are_not_marked(reading: ReaderTokenizer) -> None:
    window = reading.windows(reading.article("", ["Warga ke bukit pada Kamis."]))[0]
    asked, text = marks(reading.question("ke mana warga pada Kamis"), window)
    assert sorted(map(Mark, filter(None, asked))) == [
        Mark.ASKED_WORD,
        Mark.ASKED_WORD,
        Mark.ASKED_NAME,
    ]
    assert sorted(map(Mark, filter(None, text))) == [
        Mark.TEXT_WORD,
        Mark.TEXT_WORD,
        Mark.TEXT_NAME,
    ]


@pytest.mark.parametrize(
    ("word", "expected"),
    [("Rumahnya", "rumah"), ("PUNYA", "punya"), ("tanya", "tanya"), ("Nya", "nya")],
)
def test_the_form_in_which_words_are_compared(word: str, expected: str) -> None:
    assert fold(word) == expected
