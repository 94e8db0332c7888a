from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.building.parallel import parallel_map
from index.errors import ModelUnavailable
from index.models.cache import DEFAULT_MODEL, CachedEmbedder, load
from index.models.embedder import CosineScale, OnnxEmbedder
from index.models.unigram import read_tokenizer

TEXT = "Banjir surut. Warga kembali ke rumah."


def unit(vector: np.ndarray) -> np.ndarray:
    return vector / np.linalg.norm(vector)


def test_properties_of_the_model(model: CachedEmbedder, embedder: OnnxEmbedder) -> None:
    assert embedder.name == DEFAULT_MODEL
    assert embedder.fingerprint == model.fingerprint
    assert embedder.dimension == 384
    # 512 without “<s>”, “</s>” and the prompt “passage: ”.
    assert embedder.max_tokens == 507
    assert model.agreement >= 0.99
    assert embedder.scale == CosineScale(unrelated=model.unrelated, matched=model.matched)
    assert 0.6 < model.unrelated < model.matched - 0.05


def test_tokens_are_counted_without_special_ones(embedder: OnnxEmbedder) -> None:
    assert embedder.count_tokens(["kata", "kata kata kata", ""]) == [1, 3, 0]
    assert embedder.count_tokens([]) == []


def test_vectors_are_of_unit_length(embedder: OnnxEmbedder) -> None:
    found = embedder.embed_passage(TEXT, [(0, 13), (14, 37)])
    vectors = np.vstack([embedder.embed_query(TEXT), found.vector, found.sentences])
    assert (vectors.shape, vectors.dtype) == ((4, 384), np.float32)
    assert np.linalg.norm(vectors, axis=1).tolist() == pytest.approx([1.0] * 4)


def test_questions_and_passages_have_prompts_of_their_own(embedder: OnnxEmbedder) -> None:
    as_passage = embedder.embed_passage(TEXT).vector
    assert 0.7 < float(embedder.embed_query(TEXT) @ as_passage) < 0.999


def test_the_passage_that_answers_is_nearest(embedder: OnnxEmbedder) -> None:
    passages = [
        "Gempa mengguncang pesisir selatan pada Minggu malam.",
        "Harga beras naik karena stok di gudang menurun.",
        "Palapa Ring menghubungkan seluruh kabupaten dengan serat optik.",
    ]
    matrix = np.stack([embedder.embed_passage(passage).vector for passage in passages])
    asked = ["why is rice more expensive?", "kapan gempanya?", "fibre network for every regency"]
    assert [int(np.argmax(matrix @ embedder.embed_query(text))) for text in asked] == [1, 0, 2]


def test_a_vector_does_not_depend_on_its_neighbours(embedder: OnnxEmbedder) -> None:
    texts = [f"Berita nomor {number}. " * (1 + number % 7) for number in range(24)]
    alone = [embedder.embed_passage(text).vector.tobytes() for text in texts]
    together = [
        found.vector.tobytes()
        for _, found in parallel_map(embedder.embed_passage, texts, threads=4)
    ]
    assert together == alone


def test_a_long_text_is_cut_at_the_token_limit(embedder: OnnxEmbedder) -> None:
    whole = embedder.embed_passage("kata " * 20_000).vector
    # “passage”, “:” and the two special tokens leave 508 of 512; a word here is one token.
    assert np.array_equal(whole, embedder.embed_passage(" ".join(["kata"] * 508)).vector)
    assert not np.array_equal(whole, embedder.embed_passage(" ".join(["kata"] * 507)).vector)
    asked = embedder.embed_query("kata " * 20_000)
    assert np.array_equal(asked, embedder.embed_query(" ".join(["kata"] * 508)))


def test_a_passage_of_max_tokens_is_not_cut(embedder: OnnxEmbedder) -> None:
    fits = " ".join(["kata"] * (embedder.max_tokens - 1))
    other = embedder.embed_passage(f"{fits} banjir").vector
    assert not np.array_equal(other, embedder.embed_passage(f"{fits} gempa").vector)


def test_a_sentence_is_the_mean_of_its_tokens(
    model: CachedEmbedder, embedder: OnnxEmbedder
) -> None:
    # Other threads and fusions add up in another order, which shows in the fifth decimal.
    session, tokenizer = load(model, read_tokenizer)
    encoding = tokenizer.encode("passage: Ya, surut. Kami pulang.")
    ids = np.array([encoding.ids], dtype=np.int64)
    vector, tokens = session.run(["sentence_embedding", "token_embeddings"], {"input_ids": ids})
    # The first word's token begins with the space before it and is the sentence's all the same.
    first, second = encoding.tokens.index("▁Ya"), encoding.tokens.index("▁Kami")
    found = embedder.embed_passage("Ya, surut. Kami pulang.", [(0, 10), (11, 23)])
    assert np.allclose(found.vector, unit(vector[0]), atol=1e-5)
    assert np.allclose(found.sentences[0], unit(tokens[0, first:second].mean(axis=0)), atol=1e-5)
    assert np.allclose(found.sentences[1], unit(tokens[0, second:-1].mean(axis=0)), atol=1e-5)


def test_a_sentence_beyond_the_limit_has_the_passages_vector(embedder: OnnxEmbedder) -> None:
    text = "kata " * 600 + "Banjir surut."
    found = embedder.embed_passage(text, [(0, 2999), (3000, 3013)])
    assert np.array_equal(found.sentences[1], found.vector)
    assert not np.array_equal(found.sentences[0], found.vector)


def test_without_sentences_there_are_no_sentence_vectors(embedder: OnnxEmbedder) -> None:
    assert embedder.embed_passage(TEXT).sentences.shape == (0, 384)


@given(st.text(max_size=300))
@settings(max_examples=40)
def test_any_text_has_a_vector(embedder: OnnxEmbedder, text: str) -> None:
    found = embedder.embed_passage(text, [(0, len(text))])
    vectors = np.vstack([embedder.embed_query(text), found.vector, found.sentences])
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_scaled_cosines() -> None:
    scale = CosineScale(unrelated=0.75, matched=0.85)
    assert scale.of(np.array([0.75, 0.85, 0.8, 0.7])).tolist() == pytest.approx([0, 1, 0.5, -0.5])


def test_a_model_with_equal_means_still_has_a_scale() -> None:
    scale = CosineScale(unrelated=0.9, matched=0.9)
    assert scale.of(np.array([0.9, 0.91])).tolist() == pytest.approx([0.0, 1.0])


@pytest.mark.parametrize("part", ["model.onnx", "tokenizer.json"])
@pytest.mark.parametrize("content", [b"", b"no such thing"])
def test_damaged_files_are_named(
    model: CachedEmbedder, part: str, content: bytes, tmp_path: Path
) -> None:
    for whole in (model.graph, model.tokenizer):
        (tmp_path / whole.name).symlink_to(whole)
    (tmp_path / part).unlink()
    (tmp_path / part).write_bytes(content)
    with pytest.raises(ModelUnavailable, match=f"{tmp_path}.*damaged.*delete that folder"):
        OnnxEmbedder(replace(model, folder=tmp_path))
