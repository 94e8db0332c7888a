"""Bar charts of counts over time, as PNG pictures that are readable on a phone.

matplotlib is loaded with the first chart (45 MB, 1 s), and used without pyplot, which keeps global
state.
"""

import datetime
import io
import textwrap
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from babel.dates import format_date

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Unit: TypeAlias = Literal["day", "month", "year"]

WIDTH, HEIGHT = 1080, 720
"""Pixels of every chart."""
# Up to this many days a bar is a day, up to this many months a month, beyond that a year.
DAYS, MONTHS = 45, 48
_DPI = 100
_LABELS = 7
# Characters of a line, counted for wide letters.
_TITLE_LINE, _TITLE_LINES, _SUBTITLE = 34, 2, 60
# Margin on either side, as a share of the width.
_LEFT = 0.03
_INK, _FAINT, _BAR = "#1f2933", "#d5dbe1", "#2a7ab9"

# matplotlib's caches of fonts and texts are shared between threads but not thread-safe.
_drawing = threading.Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar: the label below it, and its height."""

    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Bars from left to right, one for each `unit`."""

    unit: Unit
    bars: tuple[Bar, ...]


def count_by_time(
    days: Sequence[tuple[datetime.date, int]], language: str, *, unit: Unit = "day"
) -> Bars:
    """Counts by day (in order, at least one) as bars without gaps.

    A bar is a day, a month or a year, depending on the time between the first and the last, and
    `unit` at least.
    """
    first, last = days[0][0], days[-1][0]
    months = 12 * (last.year - first.year) + last.month - first.month + 1
    if unit == "day" and (last - first).days < DAYS:
        span = (first + datetime.timedelta(days=n) for n in range((last - first).days + 1))
        names = {day: format_date(day, "d MMM", locale=language) for day in span}
        return Bars(unit="day", bars=_bars(days, names))
    if months <= MONTHS:
        firsts = (_month_after(first, n) for n in range(months))
        # Month above year: side by side, only four labels would fit.
        names = {day: format_date(day, "MMM\ny", locale=language) for day in firsts}
        counted = [(day.replace(day=1), count) for day, count in days]
        return Bars(unit="month", bars=_bars(counted, names))
    names = {datetime.date(year, 1, 1): str(year) for year in range(first.year, last.year + 1)}
    counted = [(day.replace(month=1, day=1), count) for day, count in days]
    return Bars(unit="year", bars=_bars(counted, names))


def _bars(
    counted: Iterable[tuple[datetime.date, int]], labels: Mapping[datetime.date, str]
) -> tuple[Bar, ...]:
    counts = dict.fromkeys(labels, 0)
    for day, count in counted:
        counts[day] += count
    return tuple(Bar(label=labels[day], count=count) for day, count in counts.items())


def _month_after(day: datetime.date, months: int) -> datetime.date:
    years, month = divmod(day.month - 1 + months, 12)
    return datetime.date(day.year + years, month + 1, 1)


def draw(bars: Sequence[Bar], *, title: str, subtitle: str = "") -> bytes:
    """A PNG of 1080 × 720 pixels; takes 0.1 s, and 1 s more the first time."""
    with _drawing:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        figure = Figure(figsize=(WIDTH / _DPI, HEIGHT / _DPI), dpi=_DPI, facecolor="white")
        canvas = FigureCanvasAgg(figure)
        heading = _heading(figure, title, subtitle)
        left = _LEFT + 0.02 + 0.02 * len(str(max(bar.count for bar in bars)))
        axes = figure.add_axes((left, 0.13, 1 - _LEFT - left, heading - 0.16))
        _draw_bars(axes, bars)
        picture = io.BytesIO()
        canvas.print_figure(picture, format="png")
        return picture.getvalue()


def _heading(figure: "Figure", title: str, subtitle: str) -> float:
    """Writes title and subtitle; returns their lower end, as a share of the height from below."""
    lines = textwrap.wrap(_drawable(title), _TITLE_LINE, max_lines=_TITLE_LINES, placeholder="…")
    top = 0.95
    for line in lines:
        _write(figure, line, top, size=30, weight="bold")
        top -= 0.068
    if shown := textwrap.shorten(_drawable(subtitle), _SUBTITLE, placeholder="…"):
        _write(figure, shown, top, size=22, weight="normal")
        top -= 0.05
    return top


def _write(figure: "Figure", text: str, top: float, *, size: float, weight: str) -> None:
    """Writes a line, in a smaller size if it would be too wide."""
    # Otherwise matplotlib would read dollar signs as mathematics.
    line = figure.text(
        _LEFT, top, text, size=size, weight=weight, color=_INK, va="top", parse_math=False
    )
    room = WIDTH * (1 - 2 * _LEFT)
    line.set_fontsize(size * min(1.0, room / line.get_window_extent().width))


def _drawable(text: str) -> str:
    """`text` in one line, without characters that the chart's font lacks, such as emoji."""
    from matplotlib.font_manager import findfont, get_font

    known = get_font(findfont("DejaVu Sans:bold")).get_charmap()
    kept = (letter if ord(letter) in known else " " for letter in " ".join(text.split()))
    return " ".join("".join(kept).split())


def _draw_bars(axes: "Axes", bars: Sequence[Bar]) -> None:
    from matplotlib.ticker import MaxNLocator

    places = range(len(bars))
    counts = [bar.count for bar in bars]
    # One bar as wide as the picture would look like a mistake.
    width = 0.8 if len(bars) > 3 else 0.4
    drawn = axes.bar(places, counts, width=width, color=_BAR, zorder=2)
    if len(bars) <= _LABELS:
        axes.bar_label(drawn, fontsize=20, color=_INK, padding=4)
    axes.set_xlim(-0.6 - (len(bars) < 3), len(bars) - 0.4 + (len(bars) < 3))
    axes.set_ylim(0, max(1, max(counts)) * 1.12)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    axes.ticklabel_format(axis="y", style="plain", useOffset=False)
    shown = _labelled(len(bars))
    axes.set_xticks(shown, [bars[place].label for place in shown], parse_math=False)
    axes.tick_params(labelsize=20, labelcolor=_INK, length=0, pad=8)
    # So that the first label does not touch the zero beside it.
    axes.tick_params(axis="x", pad=16)
    axes.grid(axis="y", color=_FAINT, linewidth=1.5, zorder=0)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(_FAINT)


def _labelled(count: int) -> list[int]:
    """The indices of the bars with a label, evenly spaced, the first one among them."""
    return list(range(0, count, -(-count // _LABELS)))
