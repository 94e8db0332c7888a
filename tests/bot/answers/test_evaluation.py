from dataclasses import replace

from bot.answers.evaluation import (
    PredictedHit,
    Prediction,
    auroc,
    false_at,
    measure,
    measure_groups,
)
from bot.answers.labelled_questions import FAR, NEAR, LabelledQuestion
from index.records import Outcome


def predicted(name, articles=(), *, quote="", confidence=0.5, outcome=Outcome.ANSWER, ms=1.0):
    return Prediction(
        id=name,
        outcome=outcome,
        confidence=confidence,
        articles=tuple(articles),
        quote=quote,
        speaker="",
        elapsed_ms=ms,
    )


def asked(name, relevant=(), *, answers=(), answerable=True):
    return LabelledQuestion(
        id=name,
        question=name,
        relevant=frozenset(relevant),
        answers=tuple(answers),
        answerable=answerable,
    )


def test_ranks_give_mrr_and_recall():
    """Ranks 1, 2, 4 and none: MRR (1 + 1/2 + 1/4 + 0) / 4 = .4375."""
    questions = [asked(name, ["x"]) for name in "abcd"]
    found = [
        predicted("a", "x"),
        predicted("b", "yx"),
        predicted("c", "abcx"),
        predicted("d", "abc"),
    ]
    metrics = measure(questions, found)
    assert metrics.mrr_at_10 == 0.4375
    assert (metrics.recall_at_1, metrics.recall_at_3, metrics.recall_at_5) == (0.25, 0.5, 0.75)


def test_rank_eleven_counts_as_none():
    found = [predicted("a", [*"abcdefghij", "x"])]
    assert measure([asked("a", ["x"])], found).mrr_at_10 == 0


def test_quotes_count_only_where_the_first_article_is_right():
    questions = [asked(name, ["x"], answers=["16 Oktober"]) for name in "abc"]
    found = [
        predicted("a", "x", quote="Pada 16 oktober itu ramai."),
        predicted("b", "x", quote="Pada hari itu ramai."),
        predicted("c", "yx", quote="Pada 16 Oktober itu ramai."),
    ]
    assert measure(questions, found).quote_has_answer == 0.5


def test_refusal_is_measured_on_both_kinds_of_questions():
    questions = [asked("a", "x"), asked("b", "x"), asked("c", answerable=False)]
    found = [
        predicted("a", "x", confidence=0.9),
        predicted("b", "x", confidence=0.3, outcome=Outcome.RELATED),
        predicted("c", "x", confidence=0.5),
    ]
    metrics = measure(questions, found)
    assert (metrics.answered, metrics.false_answers, metrics.auroc) == (0.5, 1.0, 0.5)


def test_measures_without_labels_are_none():
    metrics = measure([asked("a", answerable=False)], [predicted("a")])
    assert (metrics.mrr_at_10, metrics.quote_has_answer, metrics.auroc) == (None, None, None)


def test_auroc_counts_ties_half():
    """Pairs: .9>.5, .9>.1, .5=.5 (half), .5>.1: 3.5 of 4."""
    assert auroc([0.9, 0.5], [0.5, 0.1]) == 0.875


def test_false_at_95_keeps_all_but_one_of_twenty():
    """The lowest of twenty may fall, so .15 is the threshold, and .2 and .15 pass it."""
    kept = [0.1, 0.15, *[0.8] * 18]
    assert false_at(kept, [0.2, 0.15, 0.14, 0.05], 0.95) == 0.5


def test_latency_quantiles_are_of_all_questions():
    questions = [asked(str(n), "x") for n in range(20)]
    found = [predicted(str(n), "x", ms=float(n)) for n in range(20)]
    metrics = measure(questions, found)
    assert (metrics.p50_ms, metrics.p95_ms) == (10.0, 19.0)


def test_gold_quotes_overlap_by_token_f1():
    """Four of the gold quote's five words, with one more: F1 is 2 * 4 / (5 + 5) = .8."""
    gold = {"quote": "Kami minta pakai nomor ponsel", "quote_article": "x"}
    question = replace(asked("a", ["x", "y"]), **gold)
    good = predicted("a", "x", quote="kami minta: pakai nomor lain!")
    poor = predicted("a", "x", quote="Nomor itu tidak dipakai lagi kata dia")
    elsewhere = predicted("a", "y", quote="Lain sama sekali")
    metrics = measure([question] * 3, [good, poor, elsewhere])
    assert metrics.quote_overlaps == 0.5


def test_said_right_needs_the_article_and_a_name():
    question = replace(asked("a", ["x"]), kind="said", speaker="Menkominfo Rudiantara; Semuel")
    spoken = [
        replace(predicted("a", "x"), speaker="Rudiantara, Menteri Komunikasi"),
        replace(predicted("a", "x"), speaker="Jusuf Kalla"),
        replace(predicted("a", "y"), speaker="Rudiantara"),
        predicted("a", "x"),
    ]
    assert measure([question] * 4, spoken).said_right == 0.25
    assert measure([replace(question, speaker="")], [predicted("a", "x")]).said_right is None


SENTENCE = "Palapa Ring diresmikan Presiden pada 14 Oktober 2019"


def seen(name, *hits, outcome=Outcome.ANSWER, confidence=0.5):
    """A prediction whose hits are (article, quote) or (article, quote, article of the story)."""
    shown = tuple(
        PredictedHit(article=one, quote=quote, also=tuple(also)) for one, quote, *also in hits
    )
    return replace(predicted(name, outcome=outcome, confidence=confidence), hits=shown)


def quoted(name):
    return replace(asked(name, ["x"]), quotes=(SENTENCE,))


def test_an_accepted_sentence_is_seen_first_or_among_three():
    """First in a; second in b; fourth, too late, in c; in no excerpt in d: 1/4 and 2/4."""
    other = ("y", "Lain sama sekali.")
    found = [
        seen("a", ("x", f"Ya. {SENTENCE}, kata dia."), other),
        seen("b", other, ("z", SENTENCE)),
        seen("c", other, other, other, ("x", SENTENCE)),
        seen("d", other),
    ]
    metrics = measure([quoted(name) for name in "abcd"], found)
    assert (metrics.seen_first, metrics.seen_in_3) == (0.25, 0.5)


def test_what_is_beyond_350_characters_is_not_seen():
    filler = "lain " * 68
    near, late = filler[:300] + SENTENCE[:50], filler + SENTENCE
    assert (len(near), len(filler)) == (350, 340)
    question = replace(asked("a", ["x"]), quotes=(SENTENCE[:50],))
    found = [seen("a", ("x", near)), seen("a", ("x", late))]
    assert measure([question] * 2, found).seen_first == 0.5


def test_a_story_is_right_by_any_of_its_articles():
    """x comes first in a, as another article of the first story in b, third in c, never in d."""
    found = [
        seen("a", ("x", "")),
        seen("b", ("y", "", "x")),
        seen("c", ("y", ""), ("z", ""), ("x", "")),
        seen("d", ("y", "")),
    ]
    metrics = measure([asked(name, ["x"]) for name in "abcd"], found)
    assert (metrics.right_first, metrics.right_in_3) == (0.5, 0.75)


def missing(name, miss):
    return replace(asked(name, answerable=False), miss=miss)


def test_claims_are_counted_by_how_a_question_misses():
    """Answered: 1 of 2; near 1 of 2; far 0 of 1; any unanswerable 1 of 4."""
    related = Outcome.RELATED
    questions = [asked("a", "x"), asked("b", "x"), missing("c", NEAR), missing("d", NEAR)]
    questions += [missing("e", FAR), missing("f", "")]
    found = [seen("a"), seen("b", outcome=related), seen("c"), seen("d", outcome=related)]
    found += [seen("e", outcome=related), seen("f", outcome=Outcome.NOTHING)]
    metrics = measure(questions, found)
    assert (metrics.answered, metrics.called_near, metrics.called_far) == (0.5, 0.5, 0.0)
    assert metrics.false_answers == 0.25


def test_near_misses_have_an_auroc_of_their_own():
    """.8 and .4 against .6 and .2: 3 of 4 pairs; with the far one at .9 it is 3 of 6."""
    confidences = [0.8, 0.4, 0.6, 0.2, 0.9]
    questions = [asked("a", "x"), asked("b", "x"), missing("c", NEAR), missing("d", NEAR)]
    questions.append(missing("e", FAR))
    found = [seen(q.id, confidence=c) for q, c in zip(questions, confidences, strict=True)]
    metrics = measure(questions, found)
    assert (metrics.auroc_near, metrics.auroc) == (0.75, 0.5)


def test_a_claim_is_fully_right_with_story_and_sentence():
    """Of three answerable claims one is right in both; a near miss is a fourth claim: 1/3, 1/4."""
    questions = [quoted(name) for name in "abcd"] + [missing("e", NEAR)]
    found = [
        seen("a", ("x", SENTENCE)),
        seen("b", ("y", SENTENCE)),
        seen("c", ("x", "Lain sama sekali.")),
        seen("d", ("x", SENTENCE), outcome=Outcome.RELATED),
        seen("e", ("x", SENTENCE)),
    ]
    metrics = measure(questions, found)
    assert (metrics.fully_right, metrics.claims_right) == (0.3333, 0.25)


def test_excerpts_are_not_measured_without_accepted_sentences():
    metrics = measure(
        [asked("a", "x"), missing("b", NEAR)], [seen("a", ("x", SENTENCE)), seen("b")]
    )
    assert (metrics.seen_first, metrics.fully_right, metrics.claims_right) == (None, None, None)


def test_groups_are_measured_apart():
    """“who” is right once of twice, “when” never; the question without a kind is in no group."""
    questions = [replace(asked("a", "x"), kind=kind) for kind in ("who", "when", "who", "")]
    found = [seen("a", ("x", "")), seen("a", ("y", "")), seen("a", ("y", "")), seen("a", ("x", ""))]
    groups = measure_groups(questions, found, "kind")
    measured = {kind: (one.questions, one.right_first) for kind, one in groups.items()}
    assert measured == {"when": (1, 0.0), "who": (2, 0.5)}
