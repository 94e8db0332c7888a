"""What sentences are scored by besides their vectors, computed in processes, one a core."""

from collections.abc import Iterable, Iterator

from index.building.parallel import process_map
from index.store.archive.embedded_passages import SplitPassage
from index.text.sentence_features import SentenceFeatures, sentence_features

# Passages that are described here before processes are started: about a second's work.
ALONE = 2500


def describe_sentences(
    passages: Iterable[SplitPassage],
) -> Iterator[tuple[SplitPassage, SentenceFeatures]]:
    """Passages, in order, with the features of their sentences; few are in memory at a time."""
    return process_map(_described, passages, weight=_weight, preload=[__name__], alone=ALONE)


def _described(passage: SplitPassage) -> SentenceFeatures:
    return sentence_features(passage.text, passage.sentences)


def _weight(passage: SplitPassage) -> int:
    return 1 + len(passage.text)
