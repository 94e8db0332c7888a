import pytest

from index.building.publishing.near_duplicates import sketch_text
from index.building.record_linkage import link_records
from index.records import Article
from index.store.archive.article_rows import ArticleTraits
from index.store.archive.staging import StagedArticle

OLD, NEW, OTHER = "0" * 16, "1" * 16, "2" * 16
TEXT = " ".join(f"kata{number}" for number in range(200))
CORRECTED = TEXT.replace("kata7 ", "ralat ")
LONGER = f"{TEXT} {' '.join(f'baru{number}' for number in range(100))}"
REWRITTEN = " ".join(f"lain{number}" for number in range(200))


def leaving(
    text: str,
    *,
    name: str = OLD,
    title: str = "Banjir",
    file: str = "/a.txt",
    day: str = "",
    **more: str,
) -> ArticleTraits:
    traits = {"url_key": None} | more
    return ArticleTraits(
        id=name, title=title, published=day, origin=file, sketch=sketch_text(text), **traits
    )


def arriving(
    text: str,
    *,
    name: str = NEW,
    title: str = "Banjir",
    file: str = "/a.txt",
    day: str = "",
    url: str = "",
) -> StagedArticle:
    article = Article(id=name, title=title, published=day, url=url, text=text)
    return StagedArticle(article=article, url_key=url or None, origin=file)


@pytest.mark.parametrize(
    "new",
    [
        arriving(CORRECTED),
        arriving(CORRECTED, title="Banjir surut"),
        arriving(CORRECTED, file="/b.txt"),
        arriving(CORRECTED, file="/b.txt", title="Banjir surut"),
        arriving(CORRECTED, day="2019-09-29"),
        arriving(TEXT, url="https://a.example/banjir"),
        arriving(LONGER),
        arriving(LONGER, title="Banjir surut"),
        arriving(LONGER, file="/b.txt"),
        arriving(LONGER, file="/b.txt", title="Banjir surut"),
        arriving(REWRITTEN),
        arriving(TEXT, name="berita-7"),
    ],
)
def test_one_article_under_another_id(new: StagedArticle) -> None:
    assert link_records([new], [leaving(TEXT, day="2019-09-28")]) == {new.article.id: OLD}


@pytest.mark.parametrize(
    ("new", "old"),
    [
        (arriving(REWRITTEN, title="Gempa"), leaving(TEXT)),
        (arriving(REWRITTEN, file="/b.txt"), leaving(TEXT)),
        (arriving(LONGER, title="Gempa kuat", file="/b.txt"), leaving(TEXT)),
        # A file that is written anew every day, under one title.
        (arriving(LONGER, day="2019-09-29"), leaving(TEXT, day="2019-09-28")),
        (arriving(REWRITTEN, day="2019-09-29"), leaving(TEXT, day="2019-09-28")),
        (arriving(TEXT, url="https://a.example/1"), leaving(TEXT, url_key="https://a.example/2")),
        (arriving(TEXT, name="berita-7"), leaving(TEXT, name="berita-6")),
        (arriving(""), leaving("", title="Gempa", file="/b.txt")),
    ],
)
def test_two_articles(new: StagedArticle, old: ArticleTraits) -> None:
    assert link_records([new], [old]) == {}


def test_in_a_file_of_several_the_most_similar_are_one() -> None:
    old = [leaving(TEXT, file="/a.jsonl"), leaving(LONGER, name=OTHER, file="/a.jsonl")]
    new = [
        arriving(LONGER.replace("baru7 ", ""), name="3" * 16, file="/a.jsonl"),
        arriving(CORRECTED, file="/a.jsonl"),
        arriving(REWRITTEN, name="4" * 16, file="/a.jsonl"),
    ]
    assert link_records(new, old) == {"3" * 16: OTHER, NEW: OLD}
