"""One thing that was checked: how it is, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """How something is; `warn` is what should be mended although the program works."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What was looked at, what was found, and what to do ("" where nothing need be done)."""

    name: str
    status: Status
    found: str
    advice: str = ""

    @property
    def line(self) -> str:
        """All of it on one line."""
        text = f"{self.status:<4}  {self.name}: {self.found}"
        return " ".join((f"{text} → {self.advice}" if self.advice else text).split("\n"))


def ok(name: str, found: str, advice: str = "") -> Check:
    """Something that is as it should be; `advice` is what could be done otherwise."""
    return Check(name=name, status=Status.OK, found=found, advice=advice)


def warn(name: str, found: str, advice: str) -> Check:
    """Something that should be mended."""
    return Check(name=name, status=Status.WARN, found=found, advice=advice)


def fail(name: str, found: str, advice: str) -> Check:
    """Something without which the program does not work."""
    return Check(name=name, status=Status.FAIL, found=found, advice=advice)
