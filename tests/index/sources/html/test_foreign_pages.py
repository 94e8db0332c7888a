"""Pages of outlets in other languages and scripts: texts written for these tests."""

from pathlib import Path

import pytest

from index.records import Article
from index.sources.html.listings import why_no_article
from index.sources.raw import Rejection
from index.sources.registry import read_articles

JAPANESE = [
    "市立図書館は来月から夜間の閲覧室を開くと発表した。仕事帰りの利用者からの要望が多かったためで、"
    "午後十時まで席を使うことができる。",
    "館長は記者会見で「静かに読める場所を増やしたい」と述べた。夜間の利用には事前の登録が必要で、"
    "市の窓口かウェブサイトで受け付ける。",
    "改修のあと来館者は二倍に増え、その多くは市外から通う学生だという。",
]
CHINESE = [
    "市图书馆宣布从下个月起开放夜间阅览室，读者可以使用座位直到晚上十点。馆方表示，这是因为许多上班族提出了要求。",
    "馆长在记者会上说，希望增加安静的阅读空间。夜间使用需要事先登记，可在市政府窗口或网站办理。",
    "改建以后，来馆人数增加了一倍，其中大多数是从外地来的学生。",
]
THAI = [
    "หอสมุดเมืองประกาศว่าจะเปิดห้องอ่านหนังสือตอนกลางคืนตั้งแต่เดือนหน้า เพราะผู้อ่านที่ทำงานกลางวันขอมาเป็นจำนวนมาก",
    "ผู้อำนวยการกล่าวกับผู้สื่อข่าวว่าต้องการเพิ่มที่นั่งอ่านที่เงียบสงบ และผู้ใช้ต้องลงทะเบียนล่วงหน้าที่เว็บไซต์ของเมือง",
    "หลังการปรับปรุง จำนวนผู้เข้าใช้หอสมุดเพิ่มขึ้นสองเท่า และส่วนใหญ่เป็นนักศึกษาจากต่างจังหวัด",
]
HINDI = [
    "नगर पुस्तकालय ने घोषणा की है कि अगले महीने से रात का वाचनालय खोला जाएगा, क्योंकि दिन में काम करने वाले "
    "पाठकों ने बार-बार इसकी माँग की थी।",
    "निदेशक ने पत्रकारों से कहा कि वे शांत पढ़ाई की जगह बढ़ाना चाहते हैं और इसके लिए पहले से पंजीकरण करना होगा।",
    "मरम्मत के बाद से आने वालों की संख्या दोगुनी हो गई है और उनमें अधिकतर दूसरे शहरों के छात्र हैं।",
]
KOREAN = [
    "시립도서관은 다음 달부터 야간 열람실을 연다고 밝혔다. 낮에 일하는 이용자들의 요청이 많았기 "
    "때문이며 밤 열 시까지 자리를 쓸 수 있다고 도서관은 설명했다.",
    "관장은 기자들에게 조용히 읽을 수 있는 공간을 늘리고 싶다고 말했다. "
    "야간 이용에는 사전 등록이 필요하다.",
    "개축한 뒤로 방문자는 두 배로 늘었고 그 가운데 대부분은 다른 도시에서 오는 학생이라고 한다.",
]
NORWEGIAN = [
    "Folkebiblioteket åpner lesesalen om kvelden fra neste måned, fordi mange som arbeider på "
    "dagtid, har bedt om det gjennom flere år.",
    "Biblioteksjefen sa til avisen at hun ønsker flere rolige leseplasser, og at alle må "
    "registrere seg på nettsiden før de kommer.",
    "Siden ombyggingen er besøket fordoblet, og de fleste som kommer, er studenter fra andre byer.",
]
RUSSIAN = [
    "Городская библиотека со следующего месяца открывает вечерний читальный зал, потому что об "
    "этом давно просили те, кто днём работает в соседних кварталах.",
    "Директор сказала журналистам, что хочет прибавить тихих мест для чтения, и что записаться "
    "нужно заранее на сайте города.",
    "После ремонта посетителей стало вдвое больше, и почти все они студенты из других городов.",
]
GERMAN = [
    "Die Stadtbücherei öffnet ihren Lesesaal vom nächsten Monat an auch abends, weil viele, die "
    "tagsüber arbeiten, seit Jahren darum gebeten hatten.",
    "Die Leiterin sagte der Zeitung, sie wünsche sich mehr ruhige Plätze, und wer kommen wolle, "
    "müsse sich vorher auf der Seite der Stadt anmelden.",
    "Seit dem Umbau hat sich die Zahl der Besucher verdoppelt, die meisten studieren anderswo.",
]
PAGES = [
    ("ja", "図書館、夜も開館へ", JAPANESE),
    ("zh", "市图书馆开放夜间阅览室", CHINESE),
    ("th", "หอสมุดเปิดห้องอ่านตอนกลางคืน", THAI),
    ("hi", "पुस्तकालय अब रात में भी", HINDI),
    ("ko", "도서관, 밤에도 문 연다", KOREAN),
    ("no", "Bibliotek åpent om kvelden", NORWEGIAN),
    ("ru", "Библиотеку откроют вечером", RUSSIAN),
    ("de", "Lesesäle für Feierabende", GERMAN),
]


def page(lang: str, title: str, paragraphs: list[str], url: str) -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="og:title" content="{title}"><link rel="canonical" href="{url}"></head>'
        f'<body><nav><a href="/">⌂</a></nav><article><h1>{title}</h1>{body}</article></body></html>'
    )


@pytest.mark.parametrize(("lang", "title", "paragraphs"), PAGES, ids=[row[0] for row in PAGES])
def test_an_article_in_any_script(
    tmp_path: Path, lang: str, title: str, paragraphs: list[str]
) -> None:
    path = tmp_path / "a.html"
    path.write_text(page(lang, title, paragraphs, "https://contoh.org/i/dRwWqB"), encoding="utf-8")
    [article] = read_articles(path)
    assert isinstance(article, Article)
    assert article.title == title
    assert article.text.split("\n") == paragraphs


@pytest.mark.parametrize(
    ("url", "section"),
    [
        ("https://contoh.org/i/dRwWqB", False),
        ("https://contoh.org/a/OklJOk", False),
        ("https://contoh.org/baca?id=5461430", False),
        ("https://contoh.org/статья/библиотека", False),
        ("https://contoh.org/kota/ruang-baca-malam", False),
        ("https://contoh.org/indeks", True),
        ("https://contoh.org/nasional/hukum/", True),
        ("https://contoh.org/indeks?page=3", True),
        ("https://contoh.org/", True),
    ],
)
def test_the_address_of_a_section(url: str, section: bool) -> None:
    reason = why_no_article(url, GERMAN[0], "\n".join(GERMAN), declared=False)
    assert reason == (f"a listing page ({url}), not an article" if section else "")


def test_short_lines_in_any_script_are_a_listing(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    lines = ["図書館、夜も開館へ", "駅前の市場が改装", "公園の桜が満開に"]
    path.write_text(page("ja", "ニュース一覧", lines, "https://contoh.org/1"), encoding="utf-8")
    [rejection] = read_articles(path)
    assert isinstance(rejection, Rejection)
    assert rejection.reason.startswith("no ")


def test_a_playful_title_over_a_long_text_is_no_listing() -> None:
    text = "\n".join(NORWEGIAN * 3)
    assert why_no_article("https://contoh.org/1-a", "Ugler", text, declared=False) == ""
    short = "\n".join(NORWEGIAN)
    assert "says nothing" in why_no_article(
        "https://contoh.org/1-a", "Ugler", short, declared=False
    )
