"""Passages → vectors, in threads of this process or in processes of their own."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from index.building.parallel import parallel_map, process_map
from index.models.embedder import Embedder
from index.store.archive.embedded_passages import PassageToEmbed
from index.store.archive.passage_vectors import PassageVectors
from index.text.sentences import sentences

Embedding = Callable[[Embedder, Iterable[PassageToEmbed]], Iterator[PassageVectors]]
"""A way to embed passages: their vectors, in their order. Every way gives the same bytes."""


def in_threads(embedder: Embedder, passages: Iterable[PassageToEmbed]) -> Iterator[PassageVectors]:
    """Embed on all cores of this process, which share one model in memory."""
    work = partial(embed_passage, embedder)
    return (vectors for _, vectors in parallel_map(work, passages))


def in_processes(workers: int) -> Embedding:
    """Embed in so many processes, each with a model of its own (about 470 MB).

    Python takes a twentieth of the time that a passage takes, one thread at a time: on more than a
    dozen cores processes get further than threads. If a process is killed, another does its batch.
    """

    def embed(embedder: Embedder, passages: Iterable[PassageToEmbed]) -> Iterator[PassageVectors]:
        made = process_map(
            partial(embed_passage, embedder),
            passages,
            weight=lambda passage: len(passage.text) or 1,
            preload=[__name__],
            processes=workers,
            alone=0,
        )
        return (vectors for _, vectors in made)

    return embed


def embed_passage(embedder: Embedder, passage: PassageToEmbed) -> PassageVectors:
    """The vectors of a passage, read after its heading, and of its sentences."""
    spans = sentences(passage.text)
    shift = len(passage.heading)
    shifted = [(start + shift, end + shift) for start, end in spans]
    embedded = embedder.embed_passage(passage.heading + passage.text, shifted)
    return PassageVectors.of(passage.hash, spans, embedded)
