import datetime
import io
import subprocess
import sys

import numpy as np
import pytest

from bot.presentation.charts import Bar, count_by_time, draw
from tests.support.bot_api.photos import SIGNATURE, size_of


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def pixels(picture: bytes) -> "np.ndarray[tuple[int, ...], np.dtype[np.float32]]":
    from matplotlib.image import imread

    return imread(io.BytesIO(picture), format="png")


def test_bars_of_days_up_to_a_month_and_a_half() -> None:
    made = count_by_time([(day("2019-08-30"), 2), (day("2019-09-02"), 1)], "id")
    assert made.unit == "day"
    assert [(bar.label, bar.count) for bar in made.bars] == [
        ("30 Agu", 2),
        ("31 Agu", 0),
        ("1 Sep", 0),
        ("2 Sep", 1),
    ]


def test_bars_of_months_over_the_turn_of_the_year() -> None:
    counted = [(day("2019-11-30"), 2), (day("2019-12-01"), 1), (day("2020-02-01"), 4)]
    made = count_by_time(counted, "en")
    assert made.unit == "month"
    assert [(bar.label, bar.count) for bar in made.bars] == [
        ("Nov\n2019", 2),
        ("Dec\n2019", 1),
        ("Jan\n2020", 0),
        ("Feb\n2020", 4),
    ]


def test_bars_of_years() -> None:
    made = count_by_time(
        [(day("2015-06-30"), 2), (day("2015-07-01"), 1), (day("2019-06-01"), 4)], "id"
    )
    assert made.unit == "year"
    assert [(bar.label, bar.count) for bar in made.bars] == [
        ("2015", 3),
        ("2016", 0),
        ("2017", 0),
        ("2018", 0),
        ("2019", 4),
    ]


@pytest.mark.parametrize(
    ("last", "unit", "count"),
    [
        ("2019-01-01", "day", 1),
        ("2019-02-14", "day", 45),
        ("2019-02-15", "month", 2),
        ("2022-12-31", "month", 48),
        ("2023-01-01", "year", 5),
    ],
)
def test_unit_of_the_bars(last: str, unit: str, count: int) -> None:
    made = count_by_time([(day("2019-01-01"), 1), (day(last), 1)], "id")
    assert (made.unit, len(made.bars)) == (unit, count)


def test_bars_have_their_places_and_heights() -> None:
    bars = [Bar(label="a", count=4), Bar(label="b", count=0), Bar(label="c", count=2)]
    picture = draw(bars, title="Topik", subtitle="Artikel per hari")
    assert (picture[:8], size_of(picture)) == (SIGNATURE, (1080, 720))
    image = pixels(picture)[..., :3]
    blue = (image[..., 2] - image[..., 0] > 0.3).sum(axis=0)
    columns = np.flatnonzero(blue > 20)
    groups = np.split(columns, np.flatnonzero(np.diff(columns) > 1) + 1)
    # Two bars, the second half as high, each in its third of the picture.
    assert [int(group.mean() // 360) for group in groups] == [0, 2]
    first, second = (float(np.median(blue[group])) for group in groups)
    assert second / first == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize(
    "title", ["", "Rp $5 dan $6", "漢字 😀🚀", "kata " * 100, "K" * 300, r"\frac{1}{2}$"]
)
def test_any_title_fits_into_the_picture(title: str) -> None:
    picture = draw([Bar(label="$1", count=1_000_000)], title=title, subtitle=title)
    assert size_of(picture) == (1080, 720)
    image = pixels(picture)[..., :3]
    edges = (image[:8], image[-8:], image[:, :8], image[:, -8:])
    assert all(bool((edge == 1).all()) for edge in edges)


def test_bars_without_counts() -> None:
    assert size_of(draw([Bar(label="1 Sep", count=0)] * 30, title="Hari ini")) == (1080, 720)


def test_matplotlib_is_loaded_late_and_without_pyplot() -> None:
    program = (
        "import sys, bot.telegram.app\n"
        "print('matplotlib' in sys.modules)\n"
        "from bot.presentation.charts import Bar, draw\n"
        "draw([Bar(label='1', count=1)], title='Topik')\n"
        "print('matplotlib' in sys.modules, 'matplotlib.pyplot' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
    assert done.stdout.decode().split() == ["False", "True", "False"]
