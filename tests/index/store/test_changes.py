import pytest

from index.store.changes import ChangeSet, TakenArticle, changes_between

BEFORE = [TakenArticle("a", b"1"), TakenArticle("b", b"1"), TakenArticle("d", b"1")]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (BEFORE, ChangeSet(kept=3)),
        ([], ChangeSet(removed=("a", "b", "d"))),
        (
            [TakenArticle("b", b"2"), TakenArticle("c", b"1"), TakenArticle("d", b"1")],
            ChangeSet(added=("c",), changed=("b",), removed=("a",), kept=1),
        ),
        (
            [*BEFORE, TakenArticle("e", b"1"), TakenArticle("f", b"1")],
            ChangeSet(added=("e", "f"), kept=3),
        ),
    ],
    ids=["nothing", "all gone", "each", "more at the end"],
)
def test_what_differs(now: list[TakenArticle], expected: ChangeSet) -> None:
    assert changes_between(BEFORE, now) == expected


def test_all_is_new_where_nothing_was() -> None:
    assert changes_between([], BEFORE) == ChangeSet(added=("a", "b", "d"))


def test_a_changed_article_leaves_and_arrives() -> None:
    changes = ChangeSet(added=("c", "x"), changed=("k",), removed=("a", "z"))
    assert changes.arriving == ("c", "k", "x")
    assert changes.leaving == ("a", "k", "z")
    assert [bool(one) for one in (changes, ChangeSet(kept=9))] == [True, False]
