"""crowd-kit 1.4.2 (Toloka, Apache-2.0): its labels for a crowd, by its own code in its own environment.

A fresh install of it breaks with the newest scikit-learn, so the versions it was released against are pinned.
"""

import json
import subprocess
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


def labels(rows: list[tuple[str, str, str]]) -> dict[str, dict[str, str]]:
    """The label of each task by `dawid_skene` and by `majority`, from (task, worker, label)."""
    python = environment.made("crowdkit", PACKAGES) / "python"
    done = subprocess.run(
        [python, "-W", "ignore", "-c", _SCRIPT], input=json.dumps(rows), capture_output=True, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
