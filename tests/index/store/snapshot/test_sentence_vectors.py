import numpy as np

from index.store.snapshot.sentence_vectors import decode_vectors, encode_vectors, sentence_cosines


def stored(*vectors: tuple[float, ...]) -> bytes:
    return encode_vectors(np.array(vectors, "<f2").tobytes(), len(vectors[0]))


def test_a_number_is_off_by_half_a_step_of_its_own_vector_at_most() -> None:
    first, second = decode_vectors([stored((0.6, -0.8, 0.0), (0.02, 0.01, -0.0001))], [2])
    # Steps are .8 / 127 and .02 / 127.
    assert np.abs(first - [0.6, -0.8, 0.0]).max() < 0.0033
    assert np.abs(second - [0.02, 0.01, -0.0001]).max() < 0.0001
    assert first.dtype == np.float32


def test_vectors_of_several_passages_follow_each_other() -> None:
    blobs = [stored((1.0, 0.0)), stored((0.0, -1.0), (0.5, 0.5))]
    assert [len(blob) for blob in blobs] == [4 + 2, 2 * (4 + 2)]
    assert decode_vectors(blobs, [1, 2]).tolist() == [[1, 0], [0, -1], [0.5, 0.5]]


def test_a_vector_of_zeros_stays_one() -> None:
    assert decode_vectors([stored((0.0, 0.0, 0.0))], [1]).tolist() == [[0, 0, 0]]


def test_cosines_are_those_of_the_decoded_vectors_however_many_there_are() -> None:
    # More than are decoded at a time: 401 passages of three sentences.
    directions = [(0.6, 0.8), (1.0, 0.0), (0.0, -1.0)]
    blobs = [stored(*directions)] * 401
    found = sentence_cosines(blobs, [3] * 401, np.array([0.0, 1.0], np.float32))
    assert np.abs(found.reshape(401, 3) - [0.8, 0.0, -1.0]).max() < 0.001
