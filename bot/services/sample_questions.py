"""Sample questions, which the archive answers."""

import threading
from collections.abc import Hashable, Iterator

from bot.answers.types import Answers, Question
from bot.presentation.i18n import Messages
from index.records import Outcome
from index.search.stories.suggestions import Suggestion

SAMPLES = 4
# Characters that a telephone shows on a button as wide as the message.
LONGEST = 42


class SampleQuestions:
    """Sample questions for each language, made anew when the archive changes; thread-safe.

    Each of them was searched, and answered, before it is offered.
    """

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._lock = threading.Lock()
        self._state: Hashable = None
        self._made: dict[str, tuple[str, ...]] = {}

    def of(self, language: str) -> tuple[str, ...]:
        """At most four questions; the first call takes about a second. Raises ArchiveError."""
        with self._lock:
            state = self._answers.state()
            if state != self._state:
                self._state, self._made = state, {}
            if language not in self._made:
                self._made[language] = self._answered(language)
            return self._made[language]

    def _answered(self, language: str) -> tuple[str, ...]:
        """Alternately whose words and what happened; each speaker and each topic once."""
        messages, found = Messages(language), list[str]()
        for suggestion in self._answers.suggestions():
            if len(found) == SAMPLES:
                break
            text = next(
                filter(self._is_answered, _phrasings(suggestion, len(found), messages)), None
            )
            found += [text] if text else []
        return tuple(found)

    def _is_answered(self, text: str) -> bool:
        # The language only decides how people are spoken to.
        answer = self._answers.answer(Question(text=text, language="id"), limit=1)
        return answer.outcome is Outcome.ANSWER


def _phrasings(suggestion: Suggestion, place: int, messages: Messages) -> Iterator[str]:
    """The two ways to ask about a subject that are short enough, the preferred one first."""
    said = messages.text("sample_said", speaker=suggestion.speaker, topic=suggestion.topic)
    about = messages.text("sample_about", topic=suggestion.topic)
    both = (about, said) if place == 1 else (said, about)
    return (text for text in both if len(text) <= LONGEST)
