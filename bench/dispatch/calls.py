"""Calls that a machine makes up from the OpenAPI document: none may end in a 500 or answer something the document does not say."""

import re
import subprocess
from collections.abc import Iterator

from bench.bar import Bar
from bench.dispatch.crew import lead, make_crew
from bench.peers import environment
from tests.journeys.engine import engine_in_a_home, fact

PACKAGES = ("schemathesis==4.32.5",)
CALLS = 10_000
EXAMPLES_AN_OPERATION = 350
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


def bars() -> Iterator[Bar]:
    generator = environment.made("schemathesis", PACKAGES) / "schemathesis"
    with engine_in_a_home() as engine:
        engine.start()
        key = fact(engine.amana("workspace", "create", "Calls"), "API key")
        with lead(engine, key) as client:
            crew = make_crew(engine, client, 50, 1)
        done = subprocess.run(
            [
                generator, "run", f"{engine.url}/api/schema/openapi.json", "--phases", "fuzzing", "--continue-on-failure",
                "--max-examples", str(EXAMPLES_AN_OPERATION), "--checks", CHECKS, "--request-timeout", "20",
                "-H", f"Authorization: Bearer {key}", "-H", f"Cookie: {crew.sessions[0]}",
            ],
            capture_output=True,
            text=True,
            check=False,
        )  # fmt: skip
        generated = re.search(r"(\d+) generated", done.stdout)
        failures = re.search(r"(\d+) unique failures", done.stdout)
        calls = int(generated[1]) if generated else 0
        broken = int(failures[1]) if failures else 0
        said_500 = engine.log().count("failed")
        yield Bar(
            name="generated calls that end in a 500 or break the OpenAPI document",
            figure=broken + said_500,
            unit=f"of {calls} calls",
            goal=f"0 of at least {CALLS}",
            holds=broken == 0 and said_500 == 0 and done.returncode == 0 and calls >= CALLS,
            note="schemathesis, with a client's key and an annotator's session; " + " ".join(done.stdout.split()[-60:])[-200:],
        )
