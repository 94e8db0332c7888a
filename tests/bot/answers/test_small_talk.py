import pytest

from bot.answers.small_talk import small_talk

THANKS = (
    "makasih|Makasihhh kak 🙏|terima kasih banyak atas infonya|thanks!|thank you so much|ok|Oke sip"
    "|mantap bot 👍|thanks a lot|many thanks again|thanks, that helps|thanks for the info|bye|"
    "terima kasih untuk infonya|wkwkwk|hahaha|sama-sama|ya"
)
GREETINGS = (
    "halo|Haloooo|hai bot|selamat pagi min|Assalamualaikum|apa kabar|siapa kamu?|kamu bisa apa aja"
    "|what can you do?|halo semua|tes|P|help"
)
QUESTIONS = (
    "|😀|bot|info|halo effect|apa kabar Palapa Ring|ok oce|good news|siapa ini presiden|haji"
    "|terima kasih kata Jokowi|bantuan sosial|tes CPNS|kenapa?|malam takbiran|pagi buta"
    "|kamu bisa apa soal banjir|a lot|for the many|untuk info|apa kabarnya?|siapa ini?"
)


@pytest.mark.parametrize("text", THANKS.split("|"))
def test_thanks(text: str) -> None:
    assert small_talk(text) == "thanked"


@pytest.mark.parametrize("text", GREETINGS.split("|"))
def test_greetings(text: str) -> None:
    assert small_talk(text) == "greeted"


@pytest.mark.parametrize("text", QUESTIONS.split("|"))
def test_messages_that_may_be_questions(text: str) -> None:
    assert small_talk(text) is None
