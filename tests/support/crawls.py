"""WARC files and web pages as a crawler would have kept them, made by hand."""

import gzip
from collections.abc import Sequence
from dataclasses import dataclass, field

MOMENT = "2021-01-14T03:00:00Z"
SENTENCES = (
    "Pemerintah kota menutup tiga jembatan gantung mulai pekan depan setelah tim teknis menemukan "
    "karat pada kabel utama penyangga di dua sisi sungai.",
    "Warga diminta memakai perahu penyeberangan yang disediakan gratis selama perbaikan "
    "berlangsung sampai akhir tahun.",
)


@dataclass(frozen=True, kw_only=True)
class Capture:
    """A WARC record with an HTTP answer, or without one if `status` is ""."""

    url: str
    body: bytes = b""
    kind: str = "response"
    status: str = "200 OK"
    content_type: str = "text/html; charset=utf-8"
    moment: str = MOMENT
    http: dict[str, str] = field(default_factory=dict)
    about: dict[str, str] = field(default_factory=dict)

    def __bytes__(self) -> bytes:
        headers = {"Content-Type": self.content_type, **self.http}
        lines = [f"HTTP/1.1 {self.status}", *(f"{k}: {v}" for k, v in headers.items() if v)]
        answer = "\r\n".join([*lines, "", ""]).encode() if self.status else b""
        media_type = "application/http; msgtype=response" if self.status else self.content_type
        about = {
            "WARC-Type": self.kind,
            "WARC-Target-URI": self.url,
            "WARC-Date": self.moment,
            "WARC-Record-ID": "<urn:uuid:12345678-1234-4234-8234-123456789abc>",
            "Content-Type": media_type,
            "Content-Length": str(len(answer) + len(self.body)),
            **self.about,
        }
        head = "\r\n".join(["WARC/1.1", *(f"{k}: {v}" for k, v in about.items()), "", ""])
        return head.encode() + answer + self.body + b"\r\n\r\n"


def packed(captures: Sequence[Capture]) -> bytes:
    """A `.warc.gz`: each record a gzip member of its own."""
    return b"".join(gzip.compress(bytes(one), mtime=0) for one in captures)


def page(title: str, *paragraphs: str, head: str = "") -> str:
    """A page of an article; without paragraphs with `SENTENCES`."""
    body = "".join(f"<p>{one}</p>" for one in paragraphs or SENTENCES)
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body><nav><a href='/'>"
        f"Beranda</a></nav><article><h1>{title}</h1>{body}</article></body></html>"
    )
