"""A share of an archive's passages is embedded into a file, and files are taken in."""

import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Self

from index.building.embedding.embedding import Embedding
from index.building.embedding.shard_files import ShardFile, VectorRecipe
from index.building.reading.files import Progress
from index.errors import ArchiveError
from index.models.embedder import Embedder
from index.sources.raw import Notice
from index.store.archive.archive import Archive

# Vectors written in one transaction: a run that is killed loses at most this much work.
BATCH = 64


@dataclass(frozen=True, slots=True)
class Shard:
    """The share `number` (from 1) of `count`: which passages are in it, their hashes say.

    So the shares of machines fit together although none knows of the others, and whatever each has
    embedded already.
    """

    number: int
    count: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """A shard as it is written, such as 2/8; ArchiveError."""
        found = re.fullmatch(r"(\d{1,6})/(\d{1,6})", text)
        number, count = map(int, found.groups()) if found else (0, 0)
        if not 1 <= number <= count:
            raise ArchiveError(
                f"{text!r} is no shard; 2/8 is the second of eight, and 8/8 the last of them"
            )
        return cls(number, count)

    def holds(self, embedded_hash: str) -> bool:
        """Whether a passage is in this share."""
        return int(embedded_hash[:12], 16) % self.count == self.number - 1

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShardReport:
    """What a shard's file holds now, and how many of its vectors this run has embedded."""

    file: Path
    shard: Shard
    vectors: int
    embedded: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """How many vectors of files were stored, were there already, or are of no passage here."""

    stored: int = 0
    known: int = 0
    foreign: int = 0


def write_shard(
    archive: Archive,
    embedder: Embedder,
    embedding: Embedding,
    progress: Progress,
    *,
    recipe: VectorRecipe,
    shard: Shard,
    path: Path,
) -> ShardReport:
    """Embed what is in this share and has no vector into the file at `path`, and go on with it.

    Raises ArchiveError if the file is something else.
    """
    with ShardFile.write(path, recipe, str(shard)) as file:
        there = file.hashes()
        missing = archive.passages_to_embed(
            recipe.fingerprint, chosen=lambda name: shard.holds(name) and name not in there
        )
        progress.begin(f"embedding passages of shard {shard}", len(missing))
        file.expect(None)
        vectors = iter(embedding(embedder, missing))
        while batch := list(islice(vectors, BATCH)):
            file.put(batch)
            progress.advance(len(batch))
        file.expect(len(file))
        return ShardReport(file=path, shard=shard, vectors=len(file), embedded=len(missing))


def take_in(
    archive: Archive, files: Sequence[Path], progress: Progress, *, recipe: VectorRecipe
) -> TakenIn:
    """Store what files have of the archive's passages; all files are checked before anything is.

    ArchiveError names the file that is damaged, was made otherwise, or has nothing of this archive.
    """
    with ExitStack() as stack:
        opened = [stack.enter_context(ShardFile.read(path)) for path in files]
        for file in opened:
            file.check(recipe)
        progress.begin("taking vectors in", 2 * sum(map(len, opened)))
        found = [_checked(archive, file, progress, recipe) for file in opened]
        for file in opened:
            _store(archive, file, progress, recipe)
    stored = sum(one.stored for one in found)
    return TakenIn(
        stored=stored,
        known=sum(one.known for one in found),
        foreign=sum(one.foreign for one in found),
    )


def _checked(
    archive: Archive, file: ShardFile, progress: Progress, recipe: VectorRecipe
) -> TakenIn:
    """What is going to be stored of a file."""
    new = known = foreign = 0
    for batch in file.vectors(recipe):
        there = archive.known_passages(
            recipe.fingerprint, [vectors.embedded_hash for vectors in batch]
        )
        known += sum(there.values())
        new += len(there) - sum(there.values())
        foreign += len(batch) - len(there)
        progress.advance(len(batch))
    if foreign and not new + known:
        raise ArchiveError(
            f"none of the {foreign:,} passages in {file.path} is in this archive: give the same "
            "articles that the shard was given, or the file of another shard"
        )
    for reason in _doubts(file, foreign):
        progress.noticed(Notice(str(file.path), None, reason))
    return TakenIn(stored=new, known=known, foreign=foreign)


def _doubts(file: ShardFile, foreign: int) -> Iterator[str]:
    if not file.is_whole():
        yield f"not finished, {len(file):,} vectors so far; what it lacks is left to be embedded"
    if foreign:
        yield f"{foreign:,} of {len(file):,} vectors are of no passage of this archive; left out"


def _store(archive: Archive, file: ShardFile, progress: Progress, recipe: VectorRecipe) -> None:
    for batch in file.vectors(recipe):
        there = archive.known_passages(
            recipe.fingerprint, [vectors.embedded_hash for vectors in batch]
        )
        wanted = [one for one in batch if there.get(one.embedded_hash) is False]
        archive.put_vectors(recipe.fingerprint, wanted)
        progress.advance(len(batch))
