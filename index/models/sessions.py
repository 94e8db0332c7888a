"""How every model runs: one thread a session, because several texts are embedded side by side."""

from typing import TYPE_CHECKING

from index.errors import ModelUnavailable
from index.models.cache import Prepared

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

# onnxruntime 1.32 computes the fused operator slower than its two parts: 8 to 12 % of a passage.
SLOW_FUSIONS = ["SkipLayerNormFusion"]


def loaded(model: Prepared) -> "tuple[InferenceSession, Tokenizer]":
    """A model's graph and tokenizer, which neither pads nor cuts; ModelUnavailable if damaged."""
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    try:
        session = onnxruntime.InferenceSession(
            str(model.graph),
            options,
            providers=["CPUExecutionProvider"],
            disabled_optimizers=SLOW_FUSIONS,
        )
        tokenizer = Tokenizer.from_file(str(model.tokenizer))
    except Exception as error:  # neither library has a narrower one for a damaged file
        raise ModelUnavailable(
            f"the prepared model in {model.folder} is damaged ({error}); "
            "delete that folder and it is prepared again"
        ) from error
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return session, tokenizer
