"""A copy of a model's graph whose weights onnxruntime maps into memory instead of reading them.

Weights inside an ONNX file are copied into the process: 118 MB for the default model, 96 of them
word vectors, of which a question needs a few. Weights in a file of their own are mapped: only what
is used is in memory, and once for all processes.
"""

import shutil
import tempfile
from pathlib import Path

import onnxruntime
from onnxruntime.capi.onnxruntime_pybind11_state import Fail

# Smaller ones stay in the graph, bytes.
_LEAST_SIZE = 1024


def mapped_graph(graph: Path) -> Path:
    """The copy of `graph` beside it, written if it is not there for this version of onnxruntime.

    Where it cannot be written, as in a cache that is only read, `graph` itself.
    """
    copy = graph.with_stem(f"{graph.stem}-{onnxruntime.__version__}")
    if not copy.is_file():
        try:
            _write(graph, copy)
        except (OSError, Fail):
            return graph
    return copy


def _write(graph: Path, copy: Path) -> None:
    weights = f"{copy.name}.data"
    with tempfile.TemporaryDirectory(dir=graph.parent) as folder:
        options = onnxruntime.SessionOptions()
        options.optimized_model_filepath = str(Path(folder) / copy.name)
        # No more than what is right on every machine: a cache may be taken along.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        settings = "session.optimized_model_external_initializers_"
        options.add_session_config_entry(f"{settings}file_name", weights)
        options.add_session_config_entry(f"{settings}min_size_in_bytes", str(_LEAST_SIZE))
        onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
        for earlier in graph.parent.glob(f"{graph.stem}-*{graph.suffix}*"):
            earlier.unlink()
        # The graph last: it names the weights.
        for name in (weights, copy.name):
            shutil.move(Path(folder) / name, graph.parent / name)
