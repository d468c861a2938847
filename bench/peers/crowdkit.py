"""crowd-kit 1.4.2 (Toloka, Apache-2.0): its labels for a crowd, by its own code in its own environment.

A fresh install of it breaks with the newest scikit-learn, so the versions it was released against are pinned.
"""

import json
import subprocess
from pathlib import Path
from typing import Any

from bench.peers import environment

PACKAGES = ("crowd-kit==1.4.2", "scikit-learn==1.5.2", "pandas==2.3.3", "numpy==2.2.6")

_SCRIPT = """
import json, sys
import pandas as pd
from crowdkit.aggregation import DawidSkene, MajorityVote
rows = pd.DataFrame(json.load(sys.stdin), columns=["task", "worker", "label"])
model = DawidSkene(n_iter=100, tol=1e-5)
print(json.dumps({"dawid_skene": model.fit_predict(rows).to_dict(), "majority": MajorityVote().fit_predict(rows).to_dict()}))
"""

# GLAD and MACE are left out: minutes on the larger sets, and the best of none of the public ones.
_ALL_SCRIPT = """
import json, sys
import pandas as pd
from crowdkit.aggregation import DawidSkene, MajorityVote, OneCoinDawidSkene, Wawa, ZeroBasedSkill
rows = pd.DataFrame(json.load(sys.stdin), columns=["task", "worker", "label"])
models = [MajorityVote(), Wawa(), ZeroBasedSkill(), OneCoinDawidSkene(n_iter=100, tol=1e-5), DawidSkene(n_iter=100, tol=1e-5)]
print(json.dumps({type(model).__name__: model.fit_predict(rows).to_dict() for model in models}))
"""

# An iteration is what some more took more, in one process; its last act is to read how large it has grown.
_ROUNDS_SCRIPT = """
import json, sys, time
import numpy as np, pandas as pd
from crowdkit.aggregation import DawidSkene
folder, rounds = sys.argv[1], int(sys.argv[2])
columns = {name: np.load(f"{folder}/{column}.npy") for name, column in (("task", "task"), ("worker", "annotator"), ("label", "klass"))}
rows = pd.DataFrame(columns)
if sys.argv[3] == "sorted":
    rows = rows.sort_values("task", ignore_index=True)
DawidSkene(n_iter=1).fit(rows.head(1000))  # what it loads on first use is no part of an iteration
took = []
for number in (1, rounds):
    began = time.process_time()
    found = DawidSkene(n_iter=number, tol=-np.inf).fit(rows).labels_
    took.append(time.process_time() - began)
[peak] = [line for line in open("/proc/self/status") if line.startswith("VmHWM")]
np.save(f"{folder}/crowdkit.npy", found.sort_index().to_numpy())
print(json.dumps({"cpu_seconds_an_iteration": (took[1] - took[0]) / (rounds - 1), "peak_megabytes": int(peak.split()[1]) // 1024}))
"""


def rounds(folder: Path, rounds: int, *, ordered: bool = False) -> dict[str, Any]:
    """Dawid-Skene on the columns in `folder`: CPU seconds an iteration and peak memory. Leaves the labels after `rounds`.

    `ordered`: sort the rows by task before; an iteration is then cheaper.
    """
    python = environment.made("crowdkit", PACKAGES) / "python"
    command = [str(python), "-W", "ignore", "-c", _ROUNDS_SCRIPT, str(folder), str(rounds), "sorted" if ordered else ""]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def labels(rows: list[tuple[str, str, str]]) -> dict[str, dict[str, str]]:
    """The label of each task by `dawid_skene` and by `majority`, from (task, worker, label)."""
    return _labels(_SCRIPT, rows)


def labels_of_all(rows: list[tuple[str, str, str]]) -> dict[str, dict[str, str]]:
    """The label of each task by each of its models for classes that takes seconds, by the model's name."""
    return _labels(_ALL_SCRIPT, rows)


def _labels(script: str, rows: list[tuple[str, str, str]]) -> dict[str, dict[str, str]]:
    python = environment.made("crowdkit", PACKAGES) / "python"
    done = subprocess.run(
        [python, "-W", "ignore", "-c", script], input=json.dumps(rows), capture_output=True, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
