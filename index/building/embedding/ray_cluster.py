"""Passages embedded on a Ray cluster: for those who have one, as Ray needs 20 s and 1.4 GB."""

import itertools
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import Final

from index.building.embedding.embedding import Embedding, embed_passage
from index.errors import ArchiveError
from index.models.embedder import Embedder
from index.store.archive.embedded_passages import PassageToEmbed
from index.store.archive.passage_vectors import PassageVectors

LOCAL: Final = "local"
"""The address that starts a cluster of this machine alone, for as long as it is needed."""
# Passages in a task: a second of work, so that sending it costs nothing beside.
PASSAGES_A_TASK = 64
# Tasks for each core that are sent ahead of the consumer.
TASKS_AHEAD = 2


def on_ray(address: str) -> Embedding:
    """Embed on the cluster at `address` (“auto”, “HOST:6379”, “ray://HOST:10001”, “local”).

    All its machines need this program, in the same version, and the model at the same place. A
    task whose worker is killed is done by another. Raises ArchiveError.
    """

    def embed(embedder: Embedder, passages: Iterable[PassageToEmbed]) -> Iterator[PassageVectors]:
        with _connected(address) as ray:
            work = ray.remote(num_cpus=1, max_retries=3)(_embed_all)
            model = ray.put(embedder)
            ahead = TASKS_AHEAD * max(1, int(ray.cluster_resources().get("CPU", 1)))
            tasks: deque[object] = deque()
            rest = iter(passages)
            while batch := list(itertools.islice(rest, PASSAGES_A_TASK)):
                tasks.append(work.remote(model, batch))
                if len(tasks) > ahead:
                    yield from _result(ray, tasks.popleft())
            while tasks:
                yield from _result(ray, tasks.popleft())

    return embed


def _embed_all(embedder: Embedder, passages: Sequence[PassageToEmbed]) -> list[PassageVectors]:
    return [embed_passage(embedder, passage) for passage in passages]


def _result(ray: ModuleType, task: object) -> list[PassageVectors]:
    try:
        found: list[PassageVectors] = ray.get(task)
    except ray.exceptions.RayError as error:
        raise ArchiveError(
            f"Ray could not embed: {str(error).strip().splitlines()[-1]}; its machines need this "
            "program in the same version, and the model in a MODEL_CACHE at the same place"
        ) from error
    return found


@contextmanager
def _connected(address: str) -> Iterator[ModuleType]:
    """Ray, connected to a cluster for the block."""
    try:
        import ray
    except ImportError as error:
        raise ArchiveError(
            "Ray is not installed; install it on every machine with "
            "`pip install 'tanya-arsip[ray]'`, or use several processes or shards"
        ) from error
    # On a cluster of its own: nothing from outside, and no page to look at.
    alone = {"_node_ip_address": "127.0.0.1", "include_dashboard": False}
    try:
        ray.init(
            address,
            logging_level="ERROR",
            log_to_driver=False,
            **(alone if address == LOCAL else {}),
        )
    except (ConnectionError, RuntimeError, ValueError, OSError) as error:
        raise ArchiveError(
            f"there is no Ray cluster at {address!r} ({str(error).strip().splitlines()[0]}); "
            "start it with `ray start --head`, or give the address of one"
        ) from error
    try:
        yield ray
    finally:
        ray.shutdown()
