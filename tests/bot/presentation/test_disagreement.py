from dataclasses import replace

from bot.presentation.disagreement import disagreement_line
from bot.presentation.html import as_plain, render
from bot.presentation.i18n import Messages
from index.records import Outcome
from index.search.quantities.disagreement import DifferingValue, Disagreement
from tests.support.stand_in import answer, hit

ID, EN = Messages("id"), Messages("en")
LATEST = DifferingValue(
    value="33 orang", article="a2", source="Tempo", published="2019-09-30", corrected=True
)
FIRST = DifferingValue(value="16 orang", article="a1", source="VIVA", published="2019-09-23")


def differing(*values: DifferingValue, kind: str = "number"):
    disagreement = Disagreement(kind=kind, values=values)
    return replace(answer(hits=(hit(1), hit(2))), disagreement=disagreement)


def test_the_values_stand_with_their_days_latest_first() -> None:
    made = differing(LATEST, FIRST)
    assert disagreement_line(made, ID) == (
        "Sumber menyebut angka yang berbeda, terbaru dulu: "
        "33 orang (30 Sep 2019, Tempo, ralat) · 16 orang (23 Sep 2019, VIVA)"
    )
    assert disagreement_line(replace(made), EN) == (
        "Sources give different figures, latest first: "
        "33 orang (30 Sep 2019, Tempo, correction) · 16 orang (23 Sep 2019, VIVA)"
    )


def test_values_of_one_day_have_their_times() -> None:
    morning = replace(FIRST, published="2019-09-30T08:05:00+07:00")
    evening = replace(LATEST, published="2019-09-30T19:30:00+07:00", corrected=False)
    assert disagreement_line(differing(evening, morning, kind="date"), EN) == (
        "Sources give different dates, latest first: "
        "33 orang (30 Sep 2019 19:30, Tempo) · 16 orang (30 Sep 2019 08:05, VIVA)"
    )


def test_more_than_four_values_are_cut() -> None:
    line = disagreement_line(differing(*[FIRST] * 5), ID)
    assert line.count("16 orang") == 4
    assert line.endswith(" · …")


def test_it_is_the_first_line_of_a_message() -> None:
    html = render(differing(LATEST, replace(FIRST, source="viva.co.id")), ID).html
    first = html.splitlines()[0]
    assert first.startswith("<b>Sumber menyebut angka yang berbeda")
    assert "viva.\u2060co.\u2060id" in first
    assert as_plain(html).splitlines()[1].startswith("1. ")


def test_sources_that_agree_get_no_line() -> None:
    assert disagreement_line(answer(), ID) == ""


def test_it_goes_when_an_article_is_hidden() -> None:
    made = differing(LATEST, FIRST)
    assert made.without_hidden(lambda one: one.id == "a1").disagreement is None
    assert made.without_hidden(lambda _: False).disagreement == made.disagreement
    assert made.outcome is Outcome.ANSWER
