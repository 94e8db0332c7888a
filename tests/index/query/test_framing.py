import pytest

from index.query.framing import unframed


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("berita soal Palapa Ring", "Palapa Ring"),
        ("Berita terbaru tentang gempa Ambon", "gempa Ambon"),
        ("Adakah berita tentang gempa Ambon?", "gempa Ambon?"),
        ("apakah ada artikel mengenai “Palapa Ring”", "“Palapa Ring”"),
        ("tolong carikan saya info seputar pemilu", "pemilu"),
        ("min, ada kabar soal gaji guru honorer?", "gaji guru honorer?"),
        ("news about the Ambon earthquake", "the Ambon earthquake"),
        ("Are there any articles on Palapa Ring?", "Palapa Ring?"),
        ("please show me the latest news on 5G", "5G"),
        ("what's the news about Papua", "Papua"),
        # The news itself is the subject.
        ("berita hoaks soal vaksin", "berita hoaks soal vaksin"),
        ("berapa berita bohong yang diblokir", "berapa berita bohong yang diblokir"),
        ("kantor berita Antara", "kantor berita Antara"),
        ("apa kata Kominfo soal berita palsu", "apa kata Kominfo soal berita palsu"),
        ("fake news about vaccines", "fake news about vaccines"),
        ("who reads news on paper", "who reads news on paper"),
        # Nothing would be left.
        ("berita tentang", "berita tentang"),
        ("berita soal?", "berita soal?"),
        ("", ""),
    ],
)
def test_unframed(question: str, subject: str) -> None:
    assert unframed(question) == subject
