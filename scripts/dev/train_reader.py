"""Train the reader, or measure readers that were trained; `--help` tells the options of each.

    python scripts/dev/train_reader.py train --data ../shared/data/train
        --archive ../shared/data/archive_2019.jsonl.gz
        --gold ../shared/data/gold2/questions.jsonl --out run --steps 1200

begins a run, or goes on with it: its folder holds its state, and a kill loses `--save-every`
steps at most. Other files `*.jsonl` of the data folder hold more questions on articles of the
archive, and may grow while the training runs. Runs that began at the same weights are averaged by

    python scripts/dev/train_reader.py measure --data … --archive … --gold … --cosine
        one/weights.pt two/weights.pt --mean-to mean.pt

and made into what the product runs, int8 graphs, by

    python scripts/dev/train_reader.py export mean.pt --to index/data/reader
"""

import argparse
import logging
import sys
from pathlib import Path

# The checkout's own modules, wherever the script is run from.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import torch

from index.models.reader_tokens import WINDOW_TOKENS
from scripts.dev.reader.articles import read_data
from scripts.dev.reader.measuring import (
    Case,
    CosineScorer,
    PackagedScorer,
    ReaderScorer,
    Scorer,
    by_change,
    gold_cases,
    heading,
    held_out_cases,
    line,
    measure,
)
from scripts.dev.reader.model import APART, load_reader, mean_weights, read_weights
from scripts.dev.reader.training import Plan, Run, Sources


def main() -> None:
    options = _parser().parse_args()
    torch.set_num_threads(options.threads)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stdout)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    if options.does is export:
        export(options)
        return
    sets = {
        "validation": held_out_cases(read_data(options.data, options.archive).held_out),
        "gold": gold_cases(options.gold, options.archive),
    }
    options.does(options, sets)


def export(options: argparse.Namespace) -> None:
    from scripts.dev.reader.exporting import export_reader

    network, _ = load_reader()
    network.take(read_weights(options.weights))
    card = {"name": options.name, "apart": APART, "window_tokens": WINDOW_TOKENS}
    export_reader(network, options.to, card, quantize=not options.float32)


def train(options: argparse.Namespace, sets: dict[str, list[Case]]) -> None:
    options.out.mkdir(parents=True, exist_ok=True)
    reader, reading = load_reader()
    if options.start:
        reader.take(read_weights(options.start))
    plan = Plan(
        seed=options.seed,
        steps=options.steps,
        rate=options.rate,
        save_every=options.save_every,
        half=not options.full_precision,
    )
    run = Run(reader, reading, plan, Sources(options.data, options.archive), options.out)
    print(heading(), flush=True)
    for step in run.train(options.until):
        run.save_weights(options.out / "weights.pt")
        at_end = run.progress.within == 0 and run.progress.chapter % options.measure_every == 0
        if run.finished or at_end:
            _print_table(f"step {step}", ReaderScorer(reader, reading), sets)


def measure_all(options: argparse.Namespace, sets: dict[str, list[Case]]) -> None:
    print(heading(), flush=True)
    if options.cosine:
        _print_table("cosine, title + sentence", CosineScorer(), sets)
    if options.graphs:
        _print_table(str(options.graphs), PackagedScorer(options.graphs), sets)
    if not options.weights:
        return
    reader, reading = load_reader()
    several = {str(path): read_weights(path) for path in options.weights}
    if options.mean_to:
        mean = mean_weights(list(several.values()))
        torch.save({"state": mean}, options.mean_to)
        several[str(options.mean_to)] = mean
    for name, weights in several.items():
        reader.take(weights)
        _print_table(name, ReaderScorer(reader, reading), sets)


def _print_table(name: str, scorer: Scorer, sets: dict[str, list[Case]]) -> None:
    for of, cases in sets.items():
        figures, best = measure(cases, scorer)
        print(line(f"{name}: {of}", figures), flush=True)
    changes = by_change(cases, best).items()
    print("AUROC by change:", ", ".join(f"{n} ({k}) {a:.2f}" for n, (k, a) in changes), flush=True)


def _parser() -> argparse.ArgumentParser:
    both = argparse.ArgumentParser(add_help=False)
    both.add_argument("--data", type=Path, required=True, help="news, public and extra questions")
    both.add_argument("--archive", type=Path, required=True, help="archive_2019.jsonl.gz")
    both.add_argument("--gold", type=Path, required=True, help="questions.jsonl of a gold set")
    both.add_argument("--threads", type=int, default=1)
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    commands = parser.add_subparsers(required=True)
    training = commands.add_parser("train", parents=[both], help="begin or go on with a run")
    training.set_defaults(does=train)
    training.add_argument("--out", type=Path, required=True, help="folder of the run")
    training.add_argument("--start", type=Path, help="weights to begin with, else the embedder's")
    training.add_argument("--seed", type=int, default=0)
    training.add_argument("--steps", type=int, required=True)
    training.add_argument("--until", type=int, help="stop at this step; the plan stays")
    training.add_argument("--rate", type=float, default=1e-4, help="learning rate at its highest")
    training.add_argument("--save-every", type=int, default=50)
    training.add_argument("--measure-every", type=int, default=1, help="chapters")
    training.add_argument("--full-precision", action="store_true", help="float32 throughout")
    measuring = commands.add_parser("measure", parents=[both], help="measure trained weights")
    measuring.set_defaults(does=measure_all)
    measuring.add_argument("weights", type=Path, nargs="*")
    measuring.add_argument("--mean-to", type=Path, help="write and measure the mean of them, too")
    measuring.add_argument("--cosine", action="store_true", help="the embedder's cosine, too")
    measuring.add_argument("--graphs", type=Path, help="a folder of exported graphs, too")
    exporting = commands.add_parser("export", help="make int8 ONNX graphs of trained weights")
    exporting.set_defaults(does=export, threads=1)
    exporting.add_argument("weights", type=Path)
    exporting.add_argument("--to", type=Path, required=True, help="folder for the graphs")
    exporting.add_argument("--name", default="reader", help="what the model card calls it")
    exporting.add_argument("--float32", action="store_true", help="without quantising")
    return parser


if __name__ == "__main__":
    main()
