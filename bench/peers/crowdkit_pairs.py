"""crowd-kit's models of pairs, in the environment of `bench.peers.crowdkit`. They know no ties: these are left out for them."""

import json
import subprocess
from typing import Any

from bench.peers import crowdkit, environment

_SCRIPT = """
import json, sys, time
import pandas as pd
from crowdkit.aggregation import BradleyTerry, NoisyBradleyTerry
rows = pd.DataFrame(json.load(sys.stdin), columns=["worker", "left", "right", "label"])
found = {}
for model in (BradleyTerry(n_iter=100), NoisyBradleyTerry(n_iter=100)):
    began = time.process_time()
    scores = model.fit_predict(rows)
    found[type(model).__name__] = {"cpu_seconds": time.process_time() - began, "scores": scores.to_dict()}
print(json.dumps(found))
"""


def scores(rows: list[tuple[str, str, str, str]]) -> dict[str, dict[str, Any]]:
    """By model: `cpu_seconds`, and `scores` by item; from (worker, left, right, preferred)."""
    python = environment.made("crowdkit", crowdkit.PACKAGES) / "python"
    done = subprocess.run(
        [python, "-W", "ignore", "-c", _SCRIPT], input=json.dumps(rows), capture_output=True, text=True, check=True
    )
    found: dict[str, dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    return found
