import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from tokenizers import AddedToken, Tokenizer, models, normalizers, pre_tokenizers, processors

from index.models.unigram import UnigramTokenizer, read_tokenizer

PIECES = [
    *(("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)),
    *(("▁", -3.0), ("▁ban", -5.0), ("jir", -6.0), ("▁banjir", -12.0), ("▁su", -4.0), ("rut", -4.5)),
    *(("b", -8.0), ("a", -7.0), ("n", -7.5), ("r", -7.2), ("é", -9.0), ("▁é", -9.5), ("an", -8.1)),
]


def library() -> Tokenizer:
    found = Tokenizer(models.Unigram(PIECES, unk_id=3, byte_fallback=False))
    found.normalizer = normalizers.NFKC()
    found.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always", split=True)
    found.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    return found


LIBRARY = library()
OWN = UnigramTokenizer(json.loads(LIBRARY.to_str()))


def test_the_most_probable_pieces_with_their_places() -> None:
    found = OWN.encode("banjir surut")
    # −5 and −6 together are more than −12.
    assert found.tokens == ["<s>", "▁ban", "jir", "▁su", "rut", "</s>"]
    assert found.ids == [0, 5, 6, 8, 9, 2]
    assert found.offsets == [(0, 0), (0, 3), (3, 6), (6, 9), (9, 12), (0, 0)]
    assert found.special_tokens_mask == [1, 0, 0, 0, 0, 1]
    assert OWN.encode("surut", add_special_tokens=False).ids == [8, 9]


def test_letters_that_are_no_pieces_are_one_unknown_token() -> None:
    found = OWN.encode("bxyz é", add_special_tokens=False)
    assert found.tokens == ["▁", "b", "xyz", "▁é"]
    assert (found.ids, found.offsets) == ([4, 10, 3, 15], [(0, 1), (0, 1), (1, 4), (4, 6)])


@given(st.text("banjirsutéx ▁½\u0301😀<s>", max_size=60))
def test_any_text_has_the_tokens_of_the_library(text: str) -> None:
    # Twice: the words of the second time are known.
    for _ in range(2):
        own, expected = OWN.encode(text), LIBRARY.encode(text)
        assert own.ids == expected.ids
        assert own.offsets == expected.offsets
        assert own.special_tokens_mask == expected.special_tokens_mask


def test_a_word_too_long_to_be_kept() -> None:
    assert OWN.encode("ban" * 100).ids == LIBRARY.encode("ban" * 100).ids


def test_only_unigram_tokenizers_are_read_this_way(tmp_path: Path) -> None:
    path = tmp_path / "tokenizer.json"
    LIBRARY.save(str(path))
    assert isinstance(read_tokenizer(path), UnigramTokenizer)
    other = Tokenizer(models.WordLevel({"banjir": 0, "<unk>": 1}, unk_token="<unk>"))
    other.enable_padding(length=9)
    other.enable_truncation(1)
    other.add_special_tokens([AddedToken("<unk>")])
    other.save(str(path))
    found = read_tokenizer(path)
    assert found.encode("banjir").ids == [0]
    other.pre_tokenizer = pre_tokenizers.Whitespace()
    other.save(str(path))
    assert read_tokenizer(path).encode("banjir surut").ids == [0, 1]
