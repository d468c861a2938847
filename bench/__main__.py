"""`python -m bench NAME [--only PART] [--json]`: measure, print one object a bar, exit 0 though a bar is short."""

import argparse
import importlib
import json
from pathlib import Path

import msgspec

from bench.bar import Bar, machine, today

RESULTS = Path(__file__).parent / "results"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("name", choices=["thread", "dispatch", "bulk"])
    parser.add_argument("--only", help="one part of it")
    parser.add_argument("--json", action="store_true", help="one JSON object a line instead of words")
    parser.add_argument("--keep", action="store_true", help=f"write what was measured to {RESULTS.name}/")
    asked = parser.parse_args()
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
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (RESULTS / f"{asked.name}.jsonl").write_text(text)


def _words(bar: Bar) -> str:
    mark = {True: "holds", False: "SHORT", None: "     "}[bar.holds]
    peer = "; ".join(f"{name} {figure}" for name, figure in bar.peer.items())
    return f"{mark}  {bar.name}: {bar.figure} {bar.unit} (goal {bar.goal}{'; ' + peer if peer else ''}) {bar.note}"


if __name__ == "__main__":
    main()
