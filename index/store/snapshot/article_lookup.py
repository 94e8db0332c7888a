"""Articles of a snapshot by reference, alias and URL."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from index.records import Citation
from index.text.urls import comparison_key


class ArticleLookup:
    """The numbers of a snapshot's articles by reference, alias and URL."""

    def __init__(
        self,
        articles: Iterable[tuple[int, str, str]],
        aliases: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """From number, id and URL of each article, and ids by alias.

        Of several articles with one URL the first counts.
        """
        self._by_reference: dict[str, int] = {}
        self._by_url: dict[str, int] = {}
        self._others: dict[str, list[int]] = {}
        self._linked: dict[str, list[int]] = {}
        for number, article_id, url in articles:
            self._by_reference.setdefault(Citation(id=article_id).reference, number)
            key = comparison_key(url) if url else ""
            if key and self._by_url.setdefault(key, number) != number:
                self._others.setdefault(key, []).append(number)

        for names in aliases.items():
            references = [Citation(id=name).reference for name in reversed(names)]
            known = map(self._by_reference.get, references)
            numbers = [number for number in known if number is not None]
            for one in references:
                self._linked.setdefault(one, []).extend(numbers)

    def with_reference(self, reference: str) -> int | None:
        """The number of the article with this `Citation.reference`, its own or an alias's."""
        return next(iter(self.all_with_reference(reference)), None)

    def all_with_reference(self, reference: str) -> list[int]:
        """The numbers of all articles that had this `Citation.reference` at any time."""
        own = self._by_reference.get(reference)
        linked = self._linked.get(reference, [])
        return linked if own is None else [own, *linked]

    def references(self) -> frozenset[str]:
        """The `Citation.reference` of every article."""
        return frozenset(self._by_reference)

    def with_url(self, url: str) -> int | None:
        """The number of the article at this URL, in whichever form it was passed on."""
        return self._by_url.get(comparison_key(url))

    def all_with_url(self, url: str) -> list[int]:
        """The numbers of all articles at this URL: those of a page and its mobile page, say."""
        first = self.with_url(url)
        return [] if first is None else [first, *self._others.get(comparison_key(url), ())]
