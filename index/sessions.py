"""How every model runs: one thread a session, because several texts are embedded side by side."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

# onnxruntime 1.32 computes the fused operator slower than its two parts: 8 to 12 % of a passage.
SLOW_FUSIONS = ["SkipLayerNormFusion"]


def session_of(graph: Path) -> "InferenceSession":
    """The graph, loaded; raises what onnxruntime raises for a damaged file."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(
        str(graph),
        options,
        providers=["CPUExecutionProvider"],
        disabled_optimizers=SLOW_FUSIONS,
    )
