"""The README names every target, script and setting there is."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", re.findall(r"^(\w+):.*##", MAKEFILE, re.MULTILINE))
def test_every_make_target_is_in_the_readme(name):
    assert f"make {name}" in README


@pytest.mark.parametrize("path", sorted((ROOT / "scripts").glob("*.py")), ids=lambda p: p.name)
def test_every_script_is_in_the_readme(path):
    assert f"scripts/{path.name}" in README


@pytest.mark.parametrize("path", sorted((ROOT / "scripts/dev").glob("*.py")), ids=lambda p: p.name)
def test_every_development_script_is_in_the_readme_or_the_makefile(path):
    called = (f"-m scripts.dev.{path.stem}", f"scripts/dev/{path.name}")
    assert any(name in README or name in MAKEFILE for name in called)


def test_every_setting_is_in_the_readme():
    settings = re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert [name for name in settings if f"`{name}`" not in README] == []


def test_every_picture_is_there():
    pictures = re.findall(r"!\[[^]]+\]\(([^)]+)\)", README)
    assert [path for path in pictures if not (ROOT / path).is_file()] == []
