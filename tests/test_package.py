"""What an installed package holds: everything that `index/` and `bot/` need, and nothing else."""

import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SETUPTOOLS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
    "setuptools"
]


@pytest.mark.parametrize("package", ["bot", "index"])
def test_every_table_and_sample_is_packaged(package):
    folder = ROOT / package
    there = {
        path
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".py" and "__pycache__" not in path.parts
    }
    globs = SETUPTOOLS["package-data"][package]
    packaged = {path for glob in globs for path in folder.glob(glob)}
    assert there == packaged
    assert there


def test_scripts_and_tests_are_not_packaged():
    assert SETUPTOOLS["packages"]["find"]["include"] == ["bot*", "index*"]


def test_every_folder_with_modules_is_a_package():
    folders = {path.parent for top in ("bot", "index") for path in (ROOT / top).rglob("*.py")}
    assert [folder for folder in folders if not (folder / "__init__.py").is_file()] == []
