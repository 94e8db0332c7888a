"""The documents name everything there is, and nothing that is not there."""

import re
import tomllib
from pathlib import Path

import pytest

from bot.command_line.main import COMMANDS
from bot.presentation import commands as chat

ROOT = Path(__file__).parents[1]
FILES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
TEXTS = {path: path.read_text(encoding="utf-8") for path in FILES}
README, ASKING, ARCHITECTURE = (
    TEXTS[ROOT / name] for name in ("README.md", "docs/asking.md", "docs/architecture.md")
)
ALL = "\n".join(TEXTS.values())
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = re.findall(r"^([\w-]+):.*##", MAKEFILE, re.MULTILINE)
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
FLOORS = [
    contract["layers"]
    for contract in PYPROJECT["tool"]["importlinter"]["contracts"]
    if contract["type"] == "layers"
]


def by_name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def anchors(text: str) -> set[str]:
    """The anchors that GitHub gives to a document's headings."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings}


def links(text: str) -> list[str]:
    found = re.findall(r"\[[^]]*\]\(([^)\s]+)\)", text)
    return [link for link in found if not link.startswith(("https:", "http:"))]


def test_the_readme_stays_short():
    assert len(README.splitlines()) <= 140


@pytest.mark.parametrize("path", FILES, ids=by_name)
def test_every_link_leads_somewhere(path):
    broken = []
    for link in links(TEXTS[path]):
        name, _, anchor = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        if not target.exists() or (anchor and anchor not in anchors(TEXTS[target])):
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize("path", FILES, ids=by_name)
def test_every_file_that_is_named_is_there(path):
    """Such as `index/text/urls.py`, `bot/telegram/` or `python -m scripts.dev.ablate`."""
    text = TEXTS[path]
    names = re.findall(r"`((?:index|bot|scripts|tests|docs)/[\w./-]*)`", text)
    names += [f"scripts/dev/{name}.py" for name in re.findall(r"scripts\.dev\.([a-z]\w*)", text)]
    assert [name for name in names if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("name", TARGETS)
def test_every_make_target_is_named(name):
    assert f"`make {name}" in ALL or f"\nmake {name}" in ALL


def test_every_make_target_that_is_named_is_there():
    assert set(re.findall(r"`make ([\w-]+)", ALL)) - set(TARGETS) == set()


@pytest.mark.parametrize(
    "path", [*ROOT.glob("scripts/*.py"), *ROOT.glob("scripts/dev/*.py")], ids=by_name
)
def test_every_script_is_named(path):
    module = by_name(path).removesuffix(".py").replace("/", ".")
    assert by_name(path) in ALL or f"python -m {module}" in ALL


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_of_the_program_is_named(name):
    assert f"`tanya-arsip {name}" in ASKING


def test_every_command_of_the_chat_is_named():
    names = [name for command in chat.COMMANDS for name in command.names]
    assert [name for name in names if f"`/{name}`" not in ASKING] == []


def test_every_setting_is_named():
    settings = re.findall(
        r"^([A-Z_0-9]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert len(settings) > 20
    assert [name for name in settings if f"`{name}`" not in ASKING] == []


def test_every_package_and_module_is_on_the_map():
    modules = [path for top in ("index", "bot") for path in (ROOT / top).rglob("*.py")]
    packages = sorted({f"{path.parent.relative_to(ROOT)}/" for path in modules})
    assert [name for name in packages if f"`{name}`" not in ARCHITECTURE] == []


def test_every_module_on_the_map_is_in_its_package():
    """A row such as: | `index/store/` | what is on the disk: `archive.py` … |."""
    rows = re.findall(r"^\| `((?:index|bot)/[\w/]*)` \| (.*)", ARCHITECTURE, re.MULTILINE)
    named = [
        ROOT / package / name for package, row in rows for name in re.findall(r"`(\w+\.py)`", row)
    ]
    assert len(named) > 10
    assert [by_name(path) for path in named if not path.is_file()] == []


@pytest.mark.parametrize("layers", FLOORS)
def test_the_floors_are_those_of_the_import_contracts(layers):
    assert "```\n{}\n```".format("\n".join(layers)) in ARCHITECTURE


def test_every_picture_is_shown():
    shown = {Path(link).name for text in TEXTS.values() for link in links(text)}
    assert [path.name for path in ROOT.glob("docs/pictures/*") if path.name not in shown] == []


def test_the_newest_version_of_the_changelog_is_the_projects():
    versions = re.findall(r"^## (\S+)", TEXTS[ROOT / "CHANGELOG.md"], re.MULTILINE)
    assert versions[0] == PYPROJECT["project"]["version"]
