"""A conversation in the terminal: the same answers, in colour where the terminal can."""

import asyncio
import select
import sys
from collections.abc import Callable, Iterator

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from bot.answers.hints import with_advice
from bot.answers.types import Answer, Answers, AskedBy, Question
from bot.configuration.settings import Settings
from bot.presentation import layout
from bot.presentation.commands import ASK
from bot.presentation.disagreement import disagreement_line
from bot.presentation.i18n import Messages
from bot.presentation.interpretation import interpretation_lines, part_heading
from bot.presentation.links import link_to_quote, web_address
from bot.presentation.quotes.summaries import summary_lines
from bot.services.conversation import (
    Conversation,
    KeptAnswer,
    NoAnswer,
    Reply,
    Utterance,
    clean_text,
)
from index.errors import ArchiveError
from index.records import Hit, Outcome
from index.search.routing import is_text
from index.text.language import language_of_query

SHOWN = 3
MARGIN = (0, 0, 0, 3)
_EXIT = {"exit", "quit", "keluar", "selesai", "q"}
_HELP = {"help", "bantuan", "petunjuk", "panduan", "menu", "start", "mulai", "h", "?"}
# Marks that other programs want around such a word: /exit, :q, --help, quit().
_MARKS = "/:-\\.()"
# A terminal hands over the lines of a paste at once; nobody types a line in this time.
_PASTE_GAP = 0.05
# What is worded differently here: there are no buttons and no /start.
_TEXTS = {"greeted": "console_greeted"}


def chat(answers: Answers, settings: Settings, *, refresh: Callable[[], None]) -> int:
    """Converse until “keluar”, end of input or Ctrl-C; gives the exit status.

    `refresh` is called before each message, so that a new snapshot is used at once.
    """
    console = Console()
    messages = Messages(settings.default_language)
    console.print(messages.text("console_start"), style="bold")
    console.print(layout.archive_line(answers.coverage(), messages), style="dim")
    memory = LastAnswer()
    conversation = Conversation(DirectSearch(answers), memory, today=settings.today)
    with asyncio.Runner() as runner:
        for text in _typed(console):
            if _bare(text) in _EXIT:
                break
            question = _question(text)
            if not question:
                console.print(messages.text("console_help"), highlight=False)
                continue
            _refresh(console, refresh)
            language = language_of_query(question, default=settings.default_language)
            said = Utterance(
                text=clean_text(question),
                language=language,
                asked_by=AskedBy(kind="private"),
                follows=memory.answer_id,
            )
            _show_reply(runner.run(conversation.reply(said)), console, Messages(language))
    console.print(messages.text("console_end"))
    return 0


def _bare(text: str) -> str:
    """A word without the marks that other programs want around it: “/exit”, “:q”, “quit()”."""
    return text.strip(_MARKS).casefold()


def _question(text: str) -> str:
    """What is asked, also behind /ask as in Telegram; "" if help or another command is wanted."""
    if _bare(text) in _HELP:
        return ""
    if not text.startswith("/"):
        return text
    command, _, rest = text.partition(" ")
    return rest.strip() if command[1:].casefold() in ASK.names else ""


class DirectSearch:
    """Searches at once: in a terminal nobody else waits for the event loop."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    async def answer(self, question: Question, *, limit: int = 10) -> Answer:
        """The archive's answer; raises ArchiveError."""
        return self._answers.answer(question, limit=limit)


class LastAnswer:
    """Remembers the last answer of a conversation; nothing is stored."""

    def __init__(self) -> None:
        self._answer: Answer | None = None

    @property
    def answer_id(self) -> str:
        """The id of the answer, "" before there is one."""
        return "last" if self._answer else ""

    async def keep(self, answer: Answer, _asked_by: AskedBy, *, instead_of: str = "") -> str:  # noqa: ARG002
        """Remembers an answer in the place of the one before; gives its id."""
        self._answer = answer
        return self.answer_id

    async def find(self, answer_id: str) -> Answer | None:
        """The last answer, None for the id of any other."""
        return self._answer if answer_id == self.answer_id else None


def _typed(console: Console) -> Iterator[str]:
    """What is typed, line by line, until the end of input or Ctrl-C; a pasted text is one."""
    while lines := list(_lines_at_once(console)):
        whole = "\n".join(lines)
        # Short lines that came at once are questions typed while another was searched.
        pieces = [whole] if is_text(whole) else lines
        yield from filter(None, map(str.strip, pieces))


def _lines_at_once(console: Console) -> Iterator[str]:
    """The next line, and those that are there by then; none at the end of input."""
    try:
        yield console.input("\n[bold cyan]›[/] ")
        while _more_waits():
            yield console.input()
    except (EOFError, KeyboardInterrupt):
        console.print()


def _more_waits() -> bool:
    """Whether a terminal has another line already; a file or a pipe has one question a line."""
    if not sys.stdin.isatty():
        return False
    try:
        return bool(select.select([sys.stdin], [], [], _PASTE_GAP)[0])
    except (OSError, ValueError):
        # Windows can only wait for sockets.
        return False


def _refresh(console: Console, refresh: Callable[[], None]) -> None:
    try:
        refresh()
    except ArchiveError as error:
        # The snapshot that was open goes on answering.
        console.print(with_advice(error), style="yellow", markup=False)


def _show_reply(reply: Reply, console: Console, messages: Messages) -> None:
    """Print an answer, or why there is none; the chat goes on either way."""
    if isinstance(reply, KeptAnswer):
        show(reply.answer, console)
    elif reply.detail:
        console.print(reply.detail, style="red", markup=False)
    else:
        console.print(no_answer_text(reply, messages), highlight=False)


def no_answer_text(reply: NoAnswer, messages: Messages) -> str:
    """What is said instead of an answer, as it fits a terminal."""
    return messages.text(_TEXTS.get(reply.reason, reply.reason))


def show(answer: Answer, console: Console, *, shown: int = SHOWN) -> None:
    """Print an answer in one of its three outcomes, with at most `shown` hits."""
    messages = Messages(answer.question.language)
    if differs := disagreement_line(answer, messages):
        console.print(Text(differs, style="bold"))
    for line in interpretation_lines(answer, messages):
        console.print(Text(line, style="italic"))
    if answer.outcome is Outcome.NOTHING:
        _show_nothing(answer, console, messages)
    elif answer.outcome is Outcome.RELATED:
        console.print(messages.text("related"), style="yellow")
    for line in summary_lines(answer.summary, messages):
        console.print(Text(line, style="cyan"))
    for number, hit in enumerate(answer.hits[:shown], 1):
        if asked := part_heading(answer, hit, messages):
            console.print(Text(asked, style="italic"))
        _show_hit(number, hit, answer.outcome_of(hit), console, messages)
    console.print(layout.archive_line(answer.coverage, messages), style="dim")


def _show_nothing(answer: Answer, console: Console, messages: Messages) -> None:
    if not answer.coverage.articles:
        console.print(messages.text("archive_empty"))
        return
    console.print(messages.text("nothing"), style="yellow")
    held = layout.coverage_text(answer.coverage, messages)
    console.print(messages.text("nothing_searched", held=held))
    console.print(messages.text("nothing_try"))
    console.print(messages.text("nothing_caution"))


def _show_title(number: int, hit: Hit, console: Console, messages: Messages) -> None:
    """Title, outlet and day; the address as a link, or in plain where links cannot be clicked."""
    address = web_address(hit.article.url)
    title = Text(f"{number}. {layout.headline(hit.article, messages)}", style="bold")
    if address and console.is_terminal:
        title.stylize(f"link {link_to_quote(address, hit.quote)}")
    console.print(title)
    if byline := layout.byline(hit.article, messages):
        console.print(Padding(Text(byline, style="dim"), MARGIN))
    if address and not console.is_terminal:
        # Whole, in one line, however narrow the terminal: it is there to be copied.
        console.print(Text(f"   {address}"), soft_wrap=True)


def _show_hit(
    number: int, hit: Hit, outcome: Outcome, console: Console, messages: Messages
) -> None:
    closest = outcome is Outcome.RELATED
    budget = layout.QUOTE_ALONE if closest else layout.TERMINAL_BUDGET
    _show_title(number, hit, console, messages)
    if said := layout.quotation(hit, budget.quote):
        quote = Text(said, style="" if closest else "green")
        if hit.speaker:
            quote.append(f" — {hit.speaker}", style="italic")
        console.print(Padding(quote, MARGIN))
    if absent := layout.unmentioned(hit, outcome, messages):
        console.print(Padding(Text(absent, style="yellow"), MARGIN))
    if excerpt := layout.excerpt(hit, budget.passage):
        passage = Text(excerpt.before, style="dim")
        passage.append(excerpt.quote, style="not dim bold").append(excerpt.after)
        console.print(Padding(passage, MARGIN))
    if others := layout.also_in(hit, messages):
        console.print(Padding(Text(others, style="dim"), MARGIN))
    console.print()
