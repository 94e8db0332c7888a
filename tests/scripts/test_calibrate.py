"""Fitting the confidence: cases, parts, weights, thresholds and figures, by hand."""

import gzip
import json
import random
from dataclasses import fields, replace
from functools import partial

import numpy as np
import pytest

from bot.answers.labelled_questions import FAR, NEAR, LabelledQuestion
from index.confidence import Calibration, Features
from index.records import Citation, Hit
from scripts.dev import calibrate
from scripts.dev.calibrating.asking import kind_of
from scripts.dev.calibrating.cases import Case, Kind, Mode, load_cases, save_cases
from scripts.dev.calibrating.figures import (
    Bin,
    Claims,
    claims,
    expected_calibration_error,
    figures,
    markdown,
    of_set,
    reliability,
)
from scripts.dev.calibrating.fitting import (
    case_weights,
    choose_answer,
    choose_near,
    cross_fitted,
    fit,
)
from scripts.dev.calibrating.parts import draw_ids
from scripts.dev.calibrating.questions import (
    CalibrationSet,
    group_of,
    held_out_questions,
    is_answered,
    is_known,
)
from scripts.dev.reader.articles import HELD_OUT, NEWS

FEATURES = Features(
    read=True, **{field.name: 0.0 for field in fields(Features) if field.name != "read"}
)


def case(name="a", *, size=0, kind=Kind.ANSWERABLE, right=True, group="g", answer=0.0, **facts):
    return Case(
        **{
            "set": name,
            "size": size,
            "question": "q",
            "group": group,
            "kind": kind,
            "mode": Mode.READ,
            "features": replace(FEATURES, answer=answer),
            "relevant": right,
            "right": right,
            "claimable": True,
            **facts,
        }
    )


def question(**facts):
    return LabelledQuestion(id="q", question="siapa?", **facts)


def hit(article="x", quote="", also=()):
    others = tuple(Citation(id=one) for one in also)
    return Hit(
        rank=1, score=1.0, article=Citation(id=article), passage=quote, quote=quote, also=others
    )


# -- questions, and what counts as right ------------------------------------------------------


def test_an_excerpt_answers_with_an_accepted_sentence_of_any_article():
    asked = question(relevant=frozenset("x"), quotes=("Juaranya adalah tim Garuda.",))
    assert is_answered(asked, hit("y", "Jadi, juaranya adalah tim Garuda."))
    assert not is_answered(asked, hit("x", "Pertandingan itu ramai."))
    assert not is_answered(asked, hit("x", "lain " * 70 + "Juaranya adalah tim Garuda."))


def test_without_accepted_sentences_an_answer_counts_in_a_relevant_story():
    asked = question(relevant=frozenset("x"), answers=("Garuda",), quote="Timnas yang juara.")
    assert is_answered(asked, hit("x", "Juaranya garuda lagi."))
    assert is_answered(asked, hit("y", "Juaranya garuda lagi.", also=["x"]))
    assert is_answered(asked, hit("x", "Timnas yang juara."))
    assert not is_answered(asked, hit("y", "Juaranya garuda lagi."))
    assert not is_answered(asked, hit("x", "Pertandingan itu ramai."))


def test_what_another_article_says_to_a_near_miss_is_unknown():
    given = CalibrationSet(name="s", folder="s", questions=(), one_article=True)
    asked = question(answerable=False, miss=NEAR, tempting=frozenset("x"))
    for whole in (True, False):
        known = partial(is_known, whole=whole)
        assert not known(given, asked, hit("y"), Kind.NEAR)
        assert known(given, asked, hit("y", also=["x"]), Kind.NEAR)
        assert known(replace(given, one_article=False), asked, hit("y"), Kind.NEAR)
        # Of a part it is known that no other article answers; a stranger is never answered.
        for kind in (Kind.ANSWERABLE, Kind.GONE):
            answerable = question(relevant=frozenset("x"))
            assert known(given, answerable, hit("y"), kind) is not whole
        assert known(given, answerable, hit("y"), Kind.FAR)


def test_other_articles_than_the_marked_one_may_answer_in_other_words():
    given = CalibrationSet(name="s", folder="s", questions=())
    asked = question(relevant=frozenset("xy"), quote="Timnas yang juara.", quote_article="x")
    assert not is_known(
        given, asked, hit("y", "Kata lain sama sekali."), Kind.ANSWERABLE, whole=True
    )
    assert is_known(given, asked, hit("y", "Timnas yang juara."), Kind.ANSWERABLE, whole=True)
    assert is_known(given, asked, hit("x", "Kata lain sama sekali."), Kind.ANSWERABLE, whole=True)
    assert is_known(given, asked, hit("z", "Kata lain sama sekali."), Kind.ANSWERABLE, whole=True)


def test_questions_on_one_article_are_one_group():
    assert group_of(question(relevant=frozenset("ba"))) == "a"
    assert group_of(question(answerable=False, tempting=frozenset("a"))) == "a"
    assert group_of(question(answerable=False)) == "q"


def test_held_out_questions_are_of_articles_that_no_reader_learns_from(tmp_path):
    """All of them where there are only so many; sentence 1 answers the first question."""
    articles = [
        {
            "id": f"n{number}",
            "title": "t",
            "source": "s",
            "published": "2019-10-01",
            "sentences": ["Nol.", "Satu."],
            "questions": [
                {"question": "a", "lang": "id", "style": "chat", "kind": "who", "answering": [1]},
                {"question": "b", "lang": "id", "style": "chat", "kind": "who", "answering": []},
            ],
        }
        for number in range(HELD_OUT)
    ]

    lines = "".join(json.dumps(article) + "\n" for article in articles)
    (tmp_path / NEWS).write_bytes(gzip.compress(lines.encode()))
    asked = {one.id: one for one in held_out_questions(tmp_path)}
    assert len(asked) == 2 * HELD_OUT
    first, second = asked["held-n7-0"], asked["held-n7-1"]
    assert (first.quotes, first.relevant, first.miss) == (("Satu.",), frozenset({"n7"}), "")
    assert (second.answerable, second.tempting, second.miss) == (False, frozenset({"n7"}), NEAR)


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        (question(relevant=frozenset("ax")), Kind.ANSWERABLE),
        (question(relevant=frozenset("x")), Kind.GONE),
        (question(answerable=False, miss=NEAR, tempting=frozenset("a")), Kind.NEAR),
        (question(answerable=False, miss=NEAR), Kind.NEAR),
        (question(answerable=False, miss=NEAR, tempting=frozenset("x")), Kind.FAR),
        (question(answerable=False, miss=FAR), Kind.FAR),
        (question(answerable=False), Kind.GONE),
    ],
)
def test_what_a_question_is_depends_on_the_articles_that_are_there(asked, kind):
    assert kind_of(asked, frozenset("abc")) is kind


def test_half_of_a_part_is_what_questions_are_about():
    """Six of twelve: three of the four asked about that are there, three others."""
    every = [f"a{number}" for number in range(12)]
    asked = [question(relevant=frozenset(every[:3])), question(tempting=frozenset([every[3], "z"]))]
    drawn = draw_ids(every, asked, 6, random.Random(1))
    assert len(drawn) == 6
    assert drawn <= set(every)
    assert drawn == draw_ids(every, asked, 6, random.Random(1))
    assert len(drawn & set(every[:4])) >= 3


def test_cases_are_kept_as_they_are(tmp_path):
    cases = [case("a", answer=1.25), case("b", kind=Kind.NEAR, mode=Mode.UNREAD, right=False)]
    save_cases(cases, tmp_path / "cases.jsonl")
    assert load_cases(tmp_path / "cases.jsonl") == cases


# -- fitting ----------------------------------------------------------------------------------


def test_sets_weigh_the_same_and_in_a_set_sizes_do():
    """Six cases, two sets: 3 each. a has one size: 3 / 4 each; b two: 3 / 2 each."""
    cases = [case("a")] * 4 + [case("b", size=30), case("b")]
    assert case_weights(cases).tolist() == [0.75] * 4 + [1.5] * 2


def separable(*, read=True, groups=10):
    """Right from an answer of 1 on, in all groups alike."""
    return [
        case(
            group=f"g{group}",
            right=answer > 0,
            kind=Kind.ANSWERABLE if answer > 0 else Kind.NEAR,
            answer=float(answer),
            features=replace(FEATURES, read=read, answer=float(answer)),
        )
        for group in range(groups)
        for answer in (-2, -1, 1, 2)
    ]


def test_a_fit_has_weights_for_features_as_they_are():
    """Symmetric about 0, so that 0 is even; only the first feature tells anything."""
    model = fit(separable())
    assert model.intercept == pytest.approx(0, abs=1e-3)
    assert model.weights[0] > 1
    assert model.weights[1:] == pytest.approx([0] * (len(model.weights) - 1))


def test_confidences_come_from_models_without_the_group():
    """In one group all is the other way round: a model that knew it would be less sure of it."""
    odd = [replace(one, right=not one.right, group="odd") for one in separable(groups=1)]
    cases = separable() + odd
    confidences = cross_fitted(cases)
    assert all(
        confidences[place] > 0.8 for place, one in enumerate(cases) if one.features.answer == 2
    )
    without = fit([one for one in cases if one.group != "odd"])
    assert without.probability(odd[3].features) > 0.9


def test_what_was_read_is_fitted_apart():
    """Without a reader the feature says the contrary; each model knows only its own cases."""
    unread = [replace(one, right=not one.right) for one in separable(read=False)]
    cases = separable() + unread
    confidences = cross_fitted(cases)
    assert [c > 0.5 for c in confidences] == [one.right for one in cases]


# -- thresholds -------------------------------------------------------------------------------


def near_and_far(near, far, **facts):
    cases = [case(kind=Kind.NEAR, right=False, **facts) for _ in near]
    cases += [case(kind=Kind.FAR, right=False, **facts) for _ in far]
    return cases, np.array([*near, *far])


def test_the_answer_threshold_is_the_lowest_that_lets_few_near_misses_pass():
    """Of 20 near misses three (15 %) may pass; four have .505 or more, three .6."""
    cases, confidences = near_and_far([0.6] * 3 + [0.505] + [0.1] * 16, [0.0] * 10)
    assert choose_answer(cases, confidences) == 0.51


def test_the_answer_threshold_lets_hardly_a_far_question_pass():
    """One of 20 far ones is 5 %."""
    cases, confidences = near_and_far([0.1] * 10, [0.75] + [0.0] * 19)
    assert choose_answer(cases, confidences) == 0.76


def test_what_cannot_be_claimed_raises_no_threshold():
    cases, confidences = near_and_far([0.9] * 5, [0.9] * 5, claimable=False)
    assert choose_answer(cases, confidences) == 0.01


def test_hiding_a_right_hit_costs_fifteen_far_ones():
    """Hiding one of 20 right hits costs 15 / 20, showing all ten far ones 1."""
    far = case(kind=Kind.FAR, right=False, relevant=False)
    cases = [case() for _ in range(20)] + [far] * 10
    one, two = ([0.055] * low + [0.9] * (20 - low) for low in (1, 2))
    assert choose_near(cases, np.array([*one, *[0.6] * 10])) == 0.61
    assert choose_near(cases, np.array([*two, *[0.6] * 10])) == 0.01
    # The two far ones that hardly anything tells from the right hit below them.
    assert choose_near(cases, np.array([*one, *[0.6] * 2, *[0.03] * 8])) == 0.04


# -- figures ----------------------------------------------------------------------------------


def test_reliability_bins_and_calibration_error():
    """.9–1: mean .95, 3 of 4 right; 0–.1: mean .05, none right. ECE (.2 + .05) / 2."""
    confidences = np.array([0.9, 1.0, 0.9, 1.0, *[0.05] * 4])
    cases = [case(right=right) for right in (True, True, True, False, *[False] * 4)]
    bins = reliability(cases, confidences)
    assert bins == [
        Bin(low=0.0, share=0.5, confidence=0.05, right=0.0),
        Bin(low=0.9, share=0.5, confidence=0.95, right=0.75),
    ]
    assert expected_calibration_error(bins) == pytest.approx(0.125)
    assert markdown(bins).splitlines()[2:] == [
        "| 0.0–0.1 | 0.500 | 0.050 | 0.000 |",
        "| 0.9–1.0 | 0.500 | 0.950 | 0.750 |",
    ]


def mixed():
    kinds = [Kind.ANSWERABLE] * 4 + [Kind.NEAR] * 4 + [Kind.FAR] * 2
    right = [True, True, False, True] + [False] * 6
    cases = [case(kind=kind, right=one) for kind, one in zip(kinds, right, strict=True)]
    cases[3] = replace(cases[3], claimable=False)
    return cases, np.array([0.9, 0.8, 0.7, 0.9, 0.6, 0.1, 0.1, 0.1, 0.2, 0.2])


def test_claims_are_shares_of_each_kind():
    """3 of 4 answerable (one is by another speaker), 1 of 4 near, no far; 2 of 4 claims right."""
    cases, confidences = mixed()
    expected = Claims(answerable=0.75, near=0.25, far=0.0, right=0.5)
    assert claims(cases, confidences, 0.5) == expected


def test_separation_is_of_right_excerpts_and_of_near_misses():
    """Right above all but none of 21 pairs of three and seven; answerable above near: 16 of 16."""
    cases, confidences = mixed()
    confidences[2] = 0.85
    found = figures(cases, confidences)
    assert (found.cases, found.auroc, found.auroc_near) == (10, round(20 / 21, 4), 1.0)


def test_figures_are_of_a_set_or_of_one_of_its_sizes():
    cases = [case("a", size=30), case("a"), case("b")]
    confidences = np.array([0.1, 0.2, 0.3])
    assert of_set(cases, confidences, "a")[1].tolist() == [0.1, 0.2]
    assert of_set(cases, confidences, "a", 30)[1].tolist() == [0.1]
    assert of_set(cases, confidences, "all")[1].tolist() == [0.1, 0.2, 0.3]


def test_kept_cases_make_a_calibration_that_can_be_loaded(tmp_path, capsys):
    far = [replace(one, kind=Kind.FAR, right=False, relevant=False) for one in separable()]
    unread = [replace(one, mode=Mode.UNREAD) for one in separable(read=False)]
    save_cases([*separable(), *far, *unread], tmp_path / "cases.jsonl")
    out = tmp_path / "calibration.json"
    arguments = ["--cases", str(tmp_path / "cases.jsonl"), "--out", str(out)]
    assert calibrate.main([*arguments, "--data", str(tmp_path)]) == 0
    record = json.loads(out.read_text())
    calibration = Calibration.from_json(record)
    assert len(calibration.read.weights) == len(FEATURES.values)
    models = calibration.read, calibration.unread, calibration.near
    assert [model.threshold for model in models] == [
        record[name]["threshold"] for name in ("read", "unread", "near")
    ]
    assert set(record["figures"]) == {"read", "unread"}
    assert "reliability:" in capsys.readouterr().out
    first = out.read_bytes()
    calibrate.main([*arguments, "--data", str(tmp_path)])
    assert out.read_bytes() == first
