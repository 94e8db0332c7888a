from index.search.stories.suggestions import Suggestion, suggest
from tests.support.archives import opened, snapshot_of


def article(number: int, speaker: str, topic: str) -> dict[str, str]:
    """Somebody says two things about something."""
    return {
        "id": f"{topic} {number}",
        "title": f"{topic} diuji lagi",
        "published": f"2019-10-{number:02}",
        "text": (
            f'"Pekerjaan ini selesai tahun depan," kata {speaker} di kantornya.\n'
            f"Menurut warga, proyek {topic} dimulai bulan lalu di kota itu. Pembangunan {topic} "
            f"melibatkan banyak orang. {speaker} mengatakan biayanya besar."
        ),
    }


def test_speakers_in_most_articles_with_their_topics(tmp_path, words):
    records = [article(n, "Budi Santoso", "Menara Lestari") for n in (1, 2, 3)]
    records += [article(4, "Sari Dewi", "Menara Lestari"), article(5, "Sari Dewi", "Jalur Kuning")]
    found = suggest(snapshot_of(tmp_path, words, records))
    assert found == (
        Suggestion(speaker="Budi Santoso", topic="Menara Lestari", article="Menara Lestari 3"),
        Suggestion(speaker="Sari Dewi", topic="Jalur Kuning", article="Jalur Kuning 5"),
    )


def test_names_that_are_no_topics(tmp_path, words):
    # A place, an office, a month, the speaker, a word that is also written small, a part of a name.
    matters = ("Jakarta", "Kominfo", "Oktober", "Budi", "Kota", "Dewi")
    records = [article(n, "Budi Santoso", matter) for n, matter in enumerate(matters, 1)]
    records[5]["text"] += " Kemarin Sari Dewi datang."
    assert suggest(snapshot_of(tmp_path, words, records)) == ()


def test_the_sample_archive_has_suggestions(sample_data, embedder):
    snapshot = opened(sample_data, embedder)
    found = suggest(snapshot)
    assert found == suggest(opened(sample_data, embedder))
    assert Suggestion in {type(one) for one in found}
    topics = [one.topic for one in found]
    assert {"Palapa Ring", "UU ITE"} <= set(topics)
    assert len(set(topics)) == len(topics)
