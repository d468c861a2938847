"""`python -m bench NAME [--only PART] [--json] [--keep] [--against REV] [--peers DIR] [--data DIR]`: measure, print one object a bar, exit 0 though one is short."""

import argparse
import importlib
import json
from pathlib import Path
from typing import Any

import msgspec

from bench import revision
from bench.bar import Bar, machine, today
from bench.peers import scripts
from bench.quality import sets

RESULTS = Path(__file__).parent / "results"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("name", choices=["thread", "dispatch", "bulk", "inference", "walls", "studio", "quality"])
    parser.add_argument("--only", help="one part of it")
    parser.add_argument("--json", action="store_true", help="one JSON object a line instead of words")
    parser.add_argument("--keep", action="store_true", help=f"write what was measured to {RESULTS.name}/")
    parser.add_argument("--against", help="a revision of this repository to measure beside (walls --only cost)")
    parser.add_argument("--peers", type=Path, help="where the scripts are that run the peers (else ../shared/peers)")
    parser.add_argument("--data", type=Path, help="a folder of crowds whose truth is known (quality; else ../shared/data/crowd)")
    asked = parser.parse_args()
    if asked.data:
        sets.look_in(asked.data)
    if asked.peers:
        scripts.look_in(asked.peers)
    if asked.against:
        revision.choose(asked.against)
    parts = importlib.import_module(f"bench.{asked.name}").PARTS
    if asked.only:
        parts = {asked.only: parts[asked.only]}
    rows = []
    for part in parts.values():
        for bar in part():
            row = msgspec.to_builtins(bar) | {"machine": machine(), "date": today()}
            rows.append(row)
            print(json.dumps(row) if asked.json else _words(bar), flush=True)
    if asked.keep:
        _keep(RESULTS / f"{asked.name}.jsonl", rows)


def _keep(file: Path, rows: list[dict[str, Any]]) -> None:
    """Each new figure in the place of the old one of its name, so that one part can be measured again alone."""
    old = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
    kept = {row["name"]: row for row in (*old, *rows)}
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in kept.values()))


def _words(bar: Bar) -> str:
    mark = {True: "holds", False: "SHORT", None: "     "}[bar.holds]
    peer = "; ".join(f"{name} {figure}" for name, figure in bar.peer.items())
    return f"{mark}  {bar.name}: {bar.figure} {bar.unit} (goal {bar.goal}{'; ' + peer if peer else ''}) {bar.note}"


if __name__ == "__main__":
    main()
