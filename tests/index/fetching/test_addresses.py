"""Addresses to ask for, and those of one article."""

import ipaddress

import pytest

from index.fetching.addresses import fetchable_url, is_plain, is_whole
from index.fetching.web.network import is_public, is_web_port


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ("https://www.Situs.ID/a/?utm_source=rss&id=3#isi", "https://www.situs.id/a/?id=3"),
        ("http://situs.id", "http://situs.id/"),
        ("http://situs.id:8080/a?fbclid=1", "http://situs.id:8080/a"),
        ("https://budi:rahasia@situs.id/a", "https://situs.id/a"),
        (" https://situs.id/a\n ", "https://situs.id/a"),
        ("ftp://situs.id/a", ""),
        ("javascript:alert(1)", ""),
        ("https://", ""),
        ("https://situs.id:99999/", ""),
    ],
)
def test_the_form_to_ask_for(given: str, asked: str):
    assert fetchable_url(given) == asked


def test_which_addresses_are_the_ordinary_ones():
    plain = ["https://www.situs.id/berita/1-judul", "http://situs.id:8080/a?id=3"]
    assert [is_plain(url) for url in plain] == [True, True]
    variants = ["https://m.situs.id/berita/1", "https://situs.id/berita/1/amp"]
    variants += ["https://situs.id/berita/1?page=2", "https://situs.id/berita/1?page=all"]
    assert [is_plain(url) for url in variants] == [False] * 4


def test_which_addresses_show_the_whole_of_an_article():
    whole = ["?page=all", "?id=1&hal=semua", "/all", "?showpage=all", "/page/all"]
    assert [is_whole(f"https://situs.id/1-judul{end}") for end in whole] == [True] * 5
    parts = ["", "?page=2", "/2", "/alliance", "?q=all", "/football"]
    assert [is_whole(f"https://situs.id/1-judul{end}") for end in parts] == [False] * 6


@pytest.mark.parametrize(
    "address",
    """127.0.0.1 127.8.8.8 0.0.0.0 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1
    224.0.0.1 239.1.1.1 255.255.255.255 192.0.2.1 198.18.0.1 240.0.0.1
    ::1 :: fe80::1 fc00::1 fd12::1 fec0::1 ff02::1 2001:db8::1
    ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::127.0.0.1
    64:ff9b::a00:1 64:ff9b:1::7f00:1 2002:7f00:1::1 2002:a00:1:: 2001:0:a00:1::f5ff:fffe""".split(),
)
def test_addresses_that_are_not_public(address: str):
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address",
    "8.8.8.8 103.10.66.1 2400:cb00::1 ::ffff:8.8.8.8 64:ff9b::808:808 2002:808:808::1".split(),
)
def test_public_addresses(address: str):
    assert is_public(ipaddress.ip_address(address))


def test_ports_of_web_servers():
    assert all(map(is_web_port, (None, 80, 443, 8080, 8443)))
    assert not any(map(is_web_port, (0, 22, 25, 445, 1023)))
