from dataclasses import replace

from bot.presentation import layout
from bot.presentation.html import as_plain, render
from bot.presentation.i18n import Messages
from index.records import Citation, Outcome
from tests.support.interpretations import interpretation
from tests.support.stand_in import answer, hit

ID = Messages("id")


def shown_numbers(html: str) -> list[str]:
    return [line[:2] for line in as_plain(html).splitlines() if line[1:3] == ". "]


def test_remaining_hits_keep_their_numbers() -> None:
    kept = answer().without_hidden(lambda article: article.id in {"a2", "a3"})
    assert ([one.rank for one in kept.hits], kept.withdrawn) == ([1, 4, 5, 6, 7], 2)
    page = render(kept, ID)
    assert shown_numbers(page.html) == ["1.", "4.", "5."]
    told = "Yang tadi juga ada di sini sudah ditarik dari arsip: 2 artikel."
    assert as_plain(page.html).splitlines()[0] == told
    related = replace(kept, outcome=Outcome.RELATED)
    assert shown_numbers(render(related, ID, page=1).html) == ["6.", "7."]


def test_nothing_hidden_changes_nothing() -> None:
    assert answer().without_hidden(lambda _: False) == answer()
    nothing = answer(outcome=Outcome.NOTHING)
    assert nothing.without_hidden(lambda _: True) == nothing


def test_all_hits_hidden() -> None:
    kept = answer(hits=(hit(1),)).without_hidden(lambda _: True)
    page = render(kept, ID, with_question=True)
    assert as_plain(page.html) == (
        "internet desa\n\nYang tadi ada di sini sudah ditarik dari arsip: 1 artikel."
    )
    assert (kept.outcome, page.hits, page.has_next) == (Outcome.NOTHING, (), False)


def test_hidden_articles_with_the_same_story_go_too() -> None:
    others = (Citation(id="x", source="Tempo"), Citation(id="y", source="Antara"))
    kept = answer(hits=(hit(1, also=others),)).without_hidden(lambda one: one.id == "x")
    assert layout.also_in(kept.hits[0], ID) == "juga di: Antara"
    assert kept.withdrawn == 0


def test_withdrawn_article_is_not_said_to_be_in_the_archive() -> None:
    given = replace(answer(), interpretation=interpretation(input_kind="address"))
    assert given.without_hidden(lambda one: one.id == "a1").interpretation.input_kind == ""
    assert given.without_hidden(lambda one: one.id == "a2").interpretation.input_kind == "address"
