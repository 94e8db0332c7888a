"""The training loop: resumable at any moment, the same for the same seed and data."""

import json
import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from index.models.reader_tokens import ReaderTokenizer
from scripts.dev.reader.articles import Data, read_data
from scripts.dev.reader.lessons import Lesson, chapter, kinds_of_asks
from scripts.dev.reader.model import FAR_BELOW, Batch, ReaderNetwork, collate

log = logging.getLogger(__name__)

WARM_UP = 0.03
HEAD_RATE = 5
MARKS_RATE = 20
WEIGHT_DECAY = 0.01
CLIP = 1.0
POSITIVE_WEIGHT = 2.0
# How much each part of the loss counts.
EACH_SENTENCE, CHOICE, PAIRS = 4.0, 0.5, 0.5
# A pair that is alike but for one thing, against any two questions on the same window.
ONE_THING_CHANGED = 4.0
STATE = "state.pt"
LOG_EVERY = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a run does; a run that is resumed may only be made longer or shorter.

    The learning rate then falls to zero at its new end.
    """

    seed: int
    steps: int
    rate: float
    save_every: int
    half: bool
    """Whether layers compute in bfloat16."""


@dataclass(slots=True)
class Progress:
    """Where a run is: `within` batches of the chapter are done, of data files of these lengths."""

    step: int = 0
    chapter: int = 0
    within: int = 0
    lines: dict[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Sources:
    """Where data comes from, read anew for each chapter."""

    folder: Path
    archive: Path

    def read(self, progress: Progress) -> Data:
        """The data of the chapter that is running, or of a new one."""
        return read_data(self.folder, self.archive, lines=progress.lines)


class Run:
    """One training run in its folder, begun or resumed."""

    def __init__(
        self,
        reader: ReaderNetwork,
        reading: ReaderTokenizer,
        plan: Plan,
        sources: Sources,
        out: Path,
    ) -> None:
        self.reader = reader
        self.plan = plan
        self.progress = Progress()
        self._reading = reading
        self._sources = sources
        self._out = out
        self._optimizer = torch.optim.AdamW(_groups(reader, plan.rate), weight_decay=WEIGHT_DECAY)
        self._rates = torch.optim.lr_scheduler.LambdaLR(self._optimizer, self._rate)
        self._resume()

    def train(self, until: int | None = None) -> Iterator[int]:
        """Train to the end, or to a step; gives the step after every chapter."""
        stop = min(until or self.plan.steps, self.plan.steps)
        while self.progress.step < stop:
            data = self._sources.read(self.progress)
            self.progress.lines = dict(data.lines)
            batches = chapter(
                data, self._reading, seed=self.plan.seed, number=self.progress.chapter
            )
            log.info(
                "chapter %d: %d articles, %d with pairs, %d batches, %s",
                *(self.progress.chapter, len(data.news), len(data.pairs), len(batches)),
                dict(kinds_of_asks(batches)),
            )
            self._save()
            self._through(batches, stop)
            if self.progress.within == len(batches):
                self.progress.chapter += 1
                self.progress.within = 0
                self.progress.lines = None
            self._save()
            yield self.progress.step

    @property
    def finished(self) -> bool:
        """Whether all steps of the plan are done."""
        return self.progress.step >= self.plan.steps

    def save_weights(self, path: Path) -> None:
        """The weights alone, for measuring."""
        _swap({"state": self.reader.weights()}, path)

    def _through(self, batches: Sequence[Sequence[Lesson]], stop: int) -> None:
        began, done, tokens, losses = time.monotonic(), 0, 0, 0.0
        self.reader.train()
        for lessons in batches[self.progress.within :]:
            if self.progress.step >= stop:
                return
            loss, seen = self._step(lessons)
            done, tokens, losses = done + 1, tokens + seen, losses + loss
            if self.progress.step % LOG_EVERY == 0:
                took = time.monotonic() - began
                left = took / done * (self.plan.steps - self.progress.step) / 60
                log.info(
                    "%d/%d loss %.3f, %.0f tokens/s, %.0f min left",
                    *(self.progress.step, self.plan.steps, losses / LOG_EVERY),
                    *(tokens / took, left),
                )
                losses = 0.0
            if self.progress.step % self.plan.save_every == 0:
                self._save()

    def _step(self, lessons: Sequence[Lesson]) -> tuple[float, int]:
        # Dropout of a step depends on nothing before it, so a resumed run is the same run.
        torch.manual_seed(self.plan.seed * 1_000_000 + self.progress.step)
        batch = collate([(ask.question, each.window) for each in lessons for ask in each.asks])
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.plan.half):
            scores = self.reader(batch)
        loss = loss_of(scores.float(), batch, lessons)
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it so
        torch.nn.utils.clip_grad_norm_(self.reader.parameters(), CLIP)
        self._optimizer.step()
        self._rates.step()
        self._optimizer.zero_grad()
        self.progress.step += 1
        self.progress.within += 1
        return loss.item(), batch.tokens

    def _rate(self, step: int) -> float:
        up = (step + 1) / (WARM_UP * self.plan.steps)
        down = (self.plan.steps - step) / (self.plan.steps * (1 - WARM_UP))
        return min(up, max(0.0, down))

    def _resume(self) -> None:
        path = self._out / STATE
        if not path.exists():
            return
        saved = torch.load(path, weights_only=True)
        if Plan(**saved["plan"] | {"steps": self.plan.steps}) != self.plan:
            raise ValueError(f"{path} is of another plan: {saved['plan']}")
        self.reader.take(saved["state"])
        self._optimizer.load_state_dict(saved["optimizer"])
        self._rates.load_state_dict(saved["rates"])
        self.progress = Progress(**json.loads(saved["progress"]))
        log.info("resumed at step %d", self.progress.step)

    def _save(self) -> None:
        saved = {
            "plan": asdict(self.plan),
            "state": self.reader.weights(),
            "optimizer": self._optimizer.state_dict(),
            "rates": self._rates.state_dict(),
            "progress": json.dumps(asdict(self.progress)),
        }
        _swap(saved, self._out / STATE)


def _swap(value: object, path: Path) -> None:
    aside = path.with_suffix(".new")
    torch.save(value, aside)
    aside.replace(path)


def _groups(reader: ReaderNetwork, rate: float) -> list[dict[str, object]]:
    trained = {name: p for name, p in reader.named_parameters() if p.requires_grad}
    body = [p for name, p in trained.items() if name.startswith("b.")]
    marks = [p for name, p in trained.items() if name.startswith("marks.")]
    head = [p for name, p in trained.items() if not name.startswith(("b.", "marks."))]
    return [
        {"params": body, "lr": rate},
        {"params": head, "lr": HEAD_RATE * rate},
        {"params": marks, "lr": MARKS_RATE * rate, "weight_decay": 0.0},
    ]


def loss_of(scores: Tensor, batch: Batch, lessons: Sequence[Lesson]) -> Tensor:
    """Whether each sentence answers, which one does, and that near misses score below."""
    asks = [ask for lesson in lessons for ask in lesson.asks]
    right = torch.zeros(scores.shape, dtype=torch.bool)
    for row, ask in enumerate(asks):
        right[row, list(ask.answering)] = True
    weight = torch.tensor([ask.weight for ask in asks])[:, None] * batch.real
    each = F.binary_cross_entropy_with_logits(
        scores,
        right.float(),
        weight=weight,
        pos_weight=torch.tensor(POSITIVE_WEIGHT),
        reduction="sum",
    )
    loss = EACH_SENTENCE * each / weight.sum()
    scores = scores.masked_fill(~batch.real, FAR_BELOW)
    answered = right.any(1)
    if answered.any():
        chosen = torch.logsumexp(scores[answered].masked_fill(~right[answered], FAR_BELOW), 1)
        loss = loss + CHOICE * (torch.logsumexp(scores[answered], 1) - chosen).mean()
    return loss + PAIRS * _pairs_loss(scores, right, lessons)


def _pairs_loss(scores: Tensor, right: Tensor, lessons: Sequence[Lesson]) -> Tensor:
    """Of two questions on a window the answered one's sentence scores above all of the other's."""
    above: list[int] = []
    below: list[int] = []
    weights: list[float] = []
    first = 0
    for lesson in lessons:
        for i, one in enumerate(lesson.asks, first):
            for j, other in enumerate(lesson.asks, first):
                if one.answering and not other.answering:
                    above.append(i)
                    below.append(j)
                    alike = one.pair != "" and one.pair == other.pair
                    weights.append(other.weight * (ONE_THING_CHANGED if alike else 1.0))
        first += len(lesson.asks)
    if not above:
        return scores.new_zeros(())
    best_right = scores.masked_fill(~right, FAR_BELOW).max(1).values
    best = scores.max(1).values
    weight = torch.tensor(weights)
    return (F.softplus(best[below] - best_right[above]) * weight).sum() / weight.sum()
