"""The reader that developers' scripts measure: the packaged one, or graphs in another folder."""

import argparse
from pathlib import Path

from index.models.reader import packaged_folder


def reader_option(parser: argparse.ArgumentParser) -> None:
    """The option --reader."""
    parser.add_argument(
        "--reader", type=Path, default=packaged_folder(), metavar="DIR", help="its ONNX graphs"
    )
