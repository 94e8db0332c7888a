"""Articles of a snapshot by what people hold in their hands: a short reference, an address."""

from collections.abc import Iterable

from index.records import Citation
from index.text.urls import comparison_key


class Shelf:
    """The numbers of a snapshot's articles by reference and by address."""

    def __init__(self, articles: Iterable[tuple[int, str, str]]) -> None:
        """Of their numbers, ids and addresses; of several at one address the first counts."""
        self._by_reference: dict[str, int] = {}
        self._by_address: dict[str, int] = {}
        self._others: dict[str, list[int]] = {}
        for number, article_id, url in articles:
            self._by_reference.setdefault(Citation(id=article_id).reference, number)
            address = comparison_key(url) if url else ""
            if address and self._by_address.setdefault(address, number) != number:
                self._others.setdefault(address, []).append(number)

    def referred(self, reference: str) -> int | None:
        """The number of the article with this `Citation.reference`."""
        return self._by_reference.get(reference)

    def references(self) -> frozenset[str]:
        """The `Citation.reference` of every article."""
        return frozenset(self._by_reference)

    def at(self, address: str) -> int | None:
        """The number of the article at this address, however it was passed on."""
        return self._by_address.get(comparison_key(address))

    def all_at(self, address: str) -> list[int]:
        """The numbers of all articles at this address: a page and its telephone's page, say."""
        first = self.at(address)
        return [] if first is None else [first, *self._others.get(comparison_key(address), ())]
