import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.redirects import target_url
from index.text.urls import comparison_key

PAGE = "https://kabar.example/read/maruf"
ENCODED = "https%3A%2F%2Fkabar.example%2Fread%2Fmaruf"


@pytest.mark.parametrize(
    "link",
    [
        f"https://t.me/iv?url={ENCODED}&rhash=a",
        f"https://t.me/share/url?url={PAGE}&text=Ma%27ruf",
        f"https://l.facebook.com/l.php?u={ENCODED}%3Ffbclid%3Dx&h=AT0",
        f"https://www.google.com/url?q={PAGE}",
        f"https://www.google.com/url?sa=t&source=web&url={ENCODED}&ved=2ah",
        "https://www.google.com/url?q=kabar.example/read/maruf",
        "https://www.google.co.id/amp/s/www.kabar.example/read/maruf%3famp",
        "https://www-kabar-example.cdn.ampproject.org/c/s/www.kabar.example/read/maruf/amp",
        "https://kabar-example.translate.goog/read/maruf?_x_tr_sl=id&_x_tr_tl=en",
        f"https://translate.google.com/translate?hl=en&sl=id&u={PAGE}",
        f"https://web.archive.org/web/2019id_/{PAGE}",
        "https://web.archive.org/web/2019/kabar.example/read/maruf",
        f"https://archive.example/2019/{PAGE}",
        f"https://proxy.example/?{PAGE}",
        f"https://proxy.example/{ENCODED}",
        f"https://cache.example/search?q=cache:abc:{PAGE}&hl=id",
        "https://www.bing.com/ck/a?!&&p=9&u=a1aHR0cHM6Ly9rYWJhci5leGFtcGxlL3JlYWQvbWFydWY&ntb=1",
        f"https://wa.me/?text=Judul%20berita%20{ENCODED}",
        f"https://nam02.safelinks.protection.outlook.com/?url={ENCODED}&data=05",
        f"https://urldefense.com/v3/__{PAGE}__;!!abc",
        "https://urldefense.proofpoint.com/v2/url?u=https-3A__kabar.example_read_maruf&d=Dw",
        "https://www.google.com/url?q=https://t.me/iv?url%3Dhttps%253A%252F%252Fkabar.example"
        "%252Fread%252Fmaruf",
    ],
)
def test_the_address_inside_a_link_counts(link: str) -> None:
    assert comparison_key(link) == "kabar.example/read/maruf"


@pytest.mark.parametrize(
    "url",
    [
        PAGE,
        f"{PAGE}?next=https://kabar.example/read/lain",
        f"{PAGE}?utm_source=https://lain.example/a",
        "https://kabar.example/login?redirectUrl=/read/maruf",
        "https://www.google.com/search?q=ma%27ruf+amin",
        "",
        "bukan tautan",
    ],
)
def test_an_address_without_another_inside_is_its_own(url: str) -> None:
    assert target_url(url) == url


@given(st.text(alphabet="abhtps:/.?&=%23_-#[]"))
def test_any_text_ends_somewhere(rest: str) -> None:
    assert isinstance(target_url(f"https://t.me/iv?url={rest}"), str)
