"""Print the options with which pip takes PyTorch's CPU build; nothing where its default is right.

PyTorch's default build for Linux brings several gigabytes of CUDA libraries. A machine without an
NVIDIA driver has no use for them, so there the wheels come from PyTorch's own index of CPU builds,
unless pip has an index configured or that index does not answer in time. Runs before anything is
installed: standard library only. Used by the Makefile.
"""

import argparse
import shutil
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path

CPU_INDEX = "https://download.pytorch.org/whl/cpu"
SECONDS = 5.0
"""How long the index may take to answer."""
DRIVER = Path("/proc/driver/nvidia")
OWN_INDEX = {"index-url", "extra-index-url", "find-links", "no-index"}
"""The settings of pip that say where packages come from."""
INSTALLING = {"global", "install", ":env:"}
"""The sections of pip's configuration that `pip install` heeds."""


def main(arguments: list[str] | None = None) -> int:
    """Print the options on stdout and the reason for them on stderr; always returns 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("requirement", help="such as torch==2.13.0")
    parser.add_argument("--pip", nargs="+", default=[sys.executable, "-m", "pip"], metavar="WORD")
    parser.add_argument("--index", default=CPU_INDEX, metavar="URL")
    parser.add_argument("--driver", type=Path, default=DRIVER, metavar="PATH")
    options = parser.parse_args(arguments)
    if (
        sys.platform == "linux"
        and not has_nvidia_driver(options.driver)
        and not has_own_index(options.pip)
        and offers(options.index, options.requirement)
    ):
        sys.stderr.write(f"No NVIDIA driver here: PyTorch's CPU build from {options.index}\n")
        sys.stdout.write(f"--index-url {options.index}\n")
    return 0


def has_nvidia_driver(driver: Path = DRIVER) -> bool:
    """Whether the kernel has NVIDIA's driver loaded, or its tool is on the PATH."""
    return driver.exists() or shutil.which("nvidia-smi") is not None


def has_own_index(pip: Sequence[str]) -> bool:
    """Whether pip's files or environment say where packages come from; True if pip cannot tell."""
    try:
        listed = subprocess.run(  # noqa: S603  # the pip of this very environment
            [*pip, "config", "list"], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return True
    # Such as: global.extra-index-url='https://…'
    keys = [line.partition("=")[0].rpartition(".") for line in listed.splitlines()]
    return any(section in INSTALLING and name in OWN_INDEX for section, _, name in keys)


def offers(index: str, requirement: str, *, within: float = SECONDS) -> bool:
    """Whether the index lists that very version, and says so `within` seconds.

    `requirement` is `NAME==VERSION`; the page of a name is that of PEP 503's simple repository.
    """
    name, _, version = requirement.partition("==")
    found = threading.Event()

    def look() -> None:
        address = f"{index.rstrip('/')}/{name}/"
        try:
            with urllib.request.urlopen(address, timeout=within) as page:  # noqa: S310  # https
                if f"{name}-{version}".encode() in page.read():
                    found.set()
        except (OSError, ValueError):
            return

    # A thread, because the timeout of urlopen starts anew with every packet.
    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    looking.join(within)
    return found.is_set()


if __name__ == "__main__":
    sys.exit(main())
