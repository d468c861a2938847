"""The browser app's pure modules, run as they are by the Node that the browser tests' driver brings: it takes the types off by itself."""

import json
import subprocess
from pathlib import Path
from typing import Any

from playwright._impl._driver import compute_driver_executable

UI = Path(__file__).parent.parent.parent / "ui" / "src"
_RUN = """
const module = await import(process.argv[1]);
let asked = '';
for await (const piece of process.stdin) asked += piece;
const returned = [];
const taken = (one) => {
  if (one?.looked_up) return (at) => one.looked_up[at] ?? null;
  return one?.returned_by === undefined ? one : returned[one.returned_by];
};
const plain = (one) => (ArrayBuffer.isView(one) ? [...one] : (one ?? null));
const outcome = ([name, ...given]) => plain(returned[returned.push(module[name](...given.map(taken))) - 1]);
process.stdout.write(JSON.stringify(JSON.parse(asked).map(outcome)));
"""


def called(module: str, calls: list[list[Any]]) -> list[Any]:
    """What the functions of a module return, each called by its name with what follows it; {"looked_up": list} is a function of
    the places in the list, {"returned_by": number} what that call of these returned."""
    node = compute_driver_executable()[0]
    command = [node, "--input-type=module", "--eval", _RUN, (UI / module).as_uri()]
    done = subprocess.run(command, input=json.dumps(calls), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    answers: list[Any] = json.loads(done.stdout)
    return answers
