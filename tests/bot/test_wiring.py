"""The parts that the settings are handed to."""

import datetime
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.answers.types import Question
from bot.configuration.settings import Settings
from bot.wiring import build_answerer
from index.models.embedder import OnnxEmbedder


def test_yesterday_is_that_of_the_archives_zone(sample_data: Path, embedder: OnnxEmbedder) -> None:
    def yesterday(zone: str) -> datetime.date:
        settings = replace(Settings.load(), data_dir=sample_data, timezone=ZoneInfo(zone))
        answer = build_answerer(settings).answer(
            Question(text="berita sampai kemarin", language="id")
        )
        period = answer.interpretation.query.filters.period
        assert period is not None
        assert period.last is not None
        return period.last

    # 25 hours apart, so that it is never the same day in both.
    assert yesterday("Pacific/Kiritimati") > yesterday("Pacific/Niue")
