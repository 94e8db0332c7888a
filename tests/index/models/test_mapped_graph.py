from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

from index.models.mapped_graph import mapped_graph

WORDS = np.arange(4000, dtype=np.float32).reshape(500, 8)


def write_graph(folder: Path) -> Path:
    """A graph that looks up the vectors of words."""
    ids = helper.make_tensor_value_info("ids", TensorProto.INT64, ["words"])
    vectors = helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["words", 8])
    node = helper.make_node("Gather", ["table", "ids"], ["vectors"])
    table = numpy_helper.from_array(WORDS, "table")
    graph = helper.make_graph([node], "words", [ids], [vectors], [table])
    path = folder / "model.onnx"
    opsets = [helper.make_opsetid("", 17)]
    onnx.save(helper.make_model(graph, opset_imports=opsets, ir_version=9), path)
    return path


def test_the_copy_has_its_weights_in_a_file_of_their_own(tmp_path: Path) -> None:
    graph = write_graph(tmp_path)
    copy = mapped_graph(graph)
    assert copy.name == f"model-{onnxruntime.__version__}.onnx"
    weights = tmp_path / f"{copy.name}.data"
    assert sorted(tmp_path.iterdir()) == sorted([graph, copy, weights])
    assert weights.stat().st_size >= WORDS.nbytes > copy.stat().st_size
    session = onnxruntime.InferenceSession(str(copy), providers=["CPUExecutionProvider"])
    (found,) = session.run(None, {"ids": np.array([3, 499])})
    assert found.tolist() == WORDS[[3, 499]].tolist()


def test_it_is_written_once_and_anew_for_another_version(tmp_path: Path) -> None:
    graph = write_graph(tmp_path)
    for earlier in ("model-1.0.0.onnx", "model-1.0.0.onnx.data"):
        (tmp_path / earlier).touch()
    copy = mapped_graph(graph)
    assert len(list(tmp_path.iterdir())) == 3
    written = copy.stat().st_mtime_ns
    assert mapped_graph(graph) == copy
    assert copy.stat().st_mtime_ns == written


def test_where_nothing_can_be_written_the_graph_itself_is_used() -> None:
    graph = Path("/proc/self/model.onnx")
    assert mapped_graph(graph) == graph
