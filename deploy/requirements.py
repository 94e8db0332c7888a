"""Prints the pinned requirements of one stage of the Docker image, from pyproject.toml.

python deploy/requirements.py torch       what comes from PyTorch's own index
python deploy/requirements.py prepare     all the others, which are there when the model is prepared
python deploy/requirements.py run         what the program needs once the model is prepared
"""

import sys
import tomllib
from pathlib import Path

PYPROJECT = Path(__file__).resolve().parents[1] / "pyproject.toml"
# Imported by `index.models.export` only, which runs when a model is prepared.
ONLY_TO_PREPARE = ("onnx", "onnxscript", "sentence-transformers", "torch")


def requirements(stage: str) -> list[str]:
    """The requirements of a stage; KeyError if there is no such stage."""
    project = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]
    pinned: list[str] = project["dependencies"]
    names = {one: one.partition("==")[0] for one in pinned}
    return {
        "torch": [one for one in pinned if names[one] == "torch"],
        "prepare": [one for one in pinned if names[one] != "torch"],
        "run": [one for one in pinned if names[one] not in ONLY_TO_PREPARE],
    }[stage]


if __name__ == "__main__":
    sys.stdout.write("\n".join(requirements(sys.argv[1])) + "\n")
