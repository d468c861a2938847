"""What must be nought: the tests that try the walls, run once more, each bar with what it tries and how many tests found something."""

import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.bar import Bar
from bench.peers.environment import ROOT

BARS = {
    "foreign rows and existence oracles under hostile SQL": "tests/walls/test_hostile_sql.py",
    "surprises in the matrix of routes and callers": "tests/walls/test_matrix.py",
    "content in an operator's reach before a lead approved": "tests/walls/test_operator.py",
    "clients' names in annotators' and vendors' reach": "tests/walls/test_blind.py",
    "what two workspaces on one connection saw of each other": "tests/walls/test_one_connection.py",
    "canary words in database, write-ahead log, dump, logs, blobs, temporary files": "tests/journeys/test_03_keys_and_shredding.py"
    "::test_a_canary_sings_nowhere",
    "canary words in the browser's profile": "tests/journeys/test_03_media.py::test_nothing_of_it_stays_in_the_browsers_cache",
    "what opens after the erasure drill": "tests/journeys/test_03_keys_and_shredding.py"
    "::test_what_was_destroyed_stays_destroyed_whatever_is_put_back",
    "hostile addresses that reached the canary listener": "tests/outside/test_egress.py",
}


def bars() -> Iterator[Bar]:
    for name, tests in BARS.items():
        found, run = _run(tests)
        yield Bar(name=name, figure=found, unit=f"of {run} tests", goal="0", holds=found == 0 and run > 0, note=f"pytest {tests}")


def _run(tests: str) -> tuple[int, int]:
    """How many of the tests failed or could not run, of how many."""
    with TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        subprocess.run(
            [sys.executable, "-m", "pytest", tests, f"--junitxml={report}"], cwd=ROOT, capture_output=True, check=False
        )
        if not report.exists():
            return 0, 0
        [suite] = ElementTree.parse(report).getroot().iter("testsuite")
    return sum(int(suite.attrib[kind]) for kind in ("failures", "errors", "skipped")), int(suite.attrib["tests"])
