"""What every export needs: a staging folder, an int8 graph, check pairs, quiet libraries."""

import contextlib
import logging
import os
import shutil
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from index.models.cache import GRAPH

if TYPE_CHECKING:
    import torch
    from sentence_transformers import CrossEncoder, SentenceTransformer

# Seconds; an export takes a minute or two.
ABANDONED_AFTER = 3600
# Questions, each with a passage that answers it, on subjects far apart: to compare an exported
# model with the original, and to measure its cosines of matched and of unrelated texts.
CHECK_PAIRS = (
    (
        "apa kata menteri soal kuota internet?",
        "Menteri mengatakan kuota internet untuk pelajar ditambah mulai bulan depan.",
    ),
    (
        "Berapa kekuatan gempa di pesisir selatan?",
        "Gempa bermagnitudo 5,6 mengguncang pesisir selatan; tidak berpotensi tsunami.",
    ),
    (
        "kenapa harga beras naik?",
        "Harga beras naik 12 persen dalam tiga bulan karena stok di gudang menurun.",
    ),
    (
        "Siapa pelatih baru tim nasional bulu tangkis?",
        "Federasi menunjuk mantan juara dunia sebagai pelatih tim nasional bulu tangkis.",
    ),
    (
        "kapan pasien pertama diperbolehkan pulang dari rumah sakit?",
        "Rumah sakit memulangkan pasien pertamanya pada Senin setelah dirawat dua pekan.",
    ),
    (
        "What did the ministry announce about data protection?",
        "The ministry announced new rules for the protection of personal data on Friday.",
    ),
    (
        "When will the new railway line open?",
        "Jalur kereta baru itu dijadwalkan mulai beroperasi pada akhir tahun.",
    ),
    (
        "Why did the court reject the appeal?",
        "The judges dismissed the appeal because it was filed after the deadline.",
    ),
    (
        "film apa yang menang di festival itu?",
        "Sebuah film dokumenter tentang nelayan meraih penghargaan utama festival tersebut.",
    ),
    (
        "berapa luas hutan yang terbakar?",
        "Kebakaran menghanguskan sekitar dua ribu hektare hutan dan lahan gambut.",
    ),
)


@contextlib.contextmanager
def staging_folder(target: Path) -> Iterator[Path]:
    """A temporary folder, renamed to `target` when the block ends without an error."""
    cache = target.parent
    cache.mkdir(parents=True, exist_ok=True)
    _remove_abandoned(cache)
    folder = Path(tempfile.mkdtemp(prefix=".preparing-", dir=cache))
    try:
        yield folder
        shutil.rmtree(target, ignore_errors=True)
        folder.rename(target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _remove_abandoned(cache: Path) -> None:
    """Remove the folders of killed runs; younger ones may belong to a run that is under way."""
    for folder in cache.glob(".preparing-*"):
        if time.time() - folder.stat().st_mtime > ABANDONED_AFTER:
            shutil.rmtree(folder, ignore_errors=True)


def write_graph(
    graph: "torch.nn.Module",
    folder: Path,
    *,
    inputs: dict[str, list[int]],
    outputs: list[str],
    max_tokens: int,
    unsigned: bool = False,
) -> None:
    """Write an int8 ONNX graph into `folder`; `inputs` are example token ids by input name.

    CPUs with AVX2 but without VNNI add up products of signed weights in 16 bits, which large
    weights overflow: a small cross-encoder gave a score of 2.5 instead of 3.8, and 3.8 with
    `unsigned` weights. The default embedder, with signed weights, agrees with its original to .993
    there, and to .996 with VNNI, where unsigned weights agree to .995 and take 1.6 times as long a
    question.
    """
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic

    tokens = torch.export.Dim("tokens", min=2, max=max_tokens)
    say("  exporting to ONNX")
    torch.onnx.export(
        graph.eval(),
        tuple(torch.tensor([example]) for example in inputs.values()),
        folder / "fp32.onnx",
        input_names=list(inputs),
        output_names=outputs,
        dynamic_shapes={name: {1: tokens} for name in inputs},
        dynamo=True,
        external_data=False,
        verbose=False,
    )
    say("  quantising weights to 8 bits")
    kind = QuantType.QUInt8 if unsigned else QuantType.QInt8
    quantize_dynamic(folder / "fp32.onnx", folder / GRAPH, per_channel=True, weight_type=kind)
    (folder / "fp32.onnx").unlink()
    strip_metadata(folder / GRAPH)


def strip_metadata(path: Path) -> None:
    """Drop what the exporter records of its run, so that one model always gives the same file."""
    import onnx

    graph = onnx.load(path)
    for part in (graph.graph, *graph.graph.node, *graph.graph.value_info):
        part.ClearField("metadata_props")
        part.ClearField("doc_string")
    graph.ClearField("metadata_props")
    path.write_bytes(graph.SerializeToString(deterministic=True))


def max_tokens(model: "SentenceTransformer | CrossEncoder") -> int:
    """The model's own limit, special tokens counted."""
    return int(model.get_max_seq_length() or model.tokenizer.model_max_length)


def first_line(error: Exception) -> str:
    """The first line of an error; some libraries add pages to it."""
    return next(iter(str(error).strip().splitlines()), type(error).__name__)


def say(text: str) -> None:
    """Write one line of progress to stderr, unbuffered."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Keep the libraries' progress bars and advice to developers off the user's terminal."""
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from transformers.utils import logging as transformers_logging

            transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
            yield
    finally:
        logging.disable(logging.NOTSET)
