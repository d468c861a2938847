"""From Enter to the next task painted: on this machine, and on a slow line and processor. No frame between the two is blank."""

from collections.abc import Iterator

from playwright.sync_api import Page

from amana.client import Client
from bench.bar import Bar
from bench.peers import scripts
from bench.peers.scripts import NotMeasured
from bench.studio.slowness import slowed
from tests.journeys.browser import browser_of
from tests.journeys.desk import Desk
from tests.journeys.engine import engine_in_a_home, fact

ANSWERS = 60
PAUSE_MS = {"local": 400, "slow": 1_500}  # of somebody who reads
P95_MS_MAX = {"local": 50, "slow": 100}

# From the time that the key's own event bears until the second frame after the texts have changed, as peers are measured too. A frame
# is looked at just before it is painted: what lies there then is what is seen.
WATCH = """
window.took = []; window.blank = 0;
const seen = () => [...document.querySelectorAll('.form .reading')].map((one) => one.textContent).join('|');
addEventListener('keydown', (event) => {
  if (event.code !== 'Enter') return;
  const before = seen();
  const look = () => {
    const now = seen();
    if (now === '') window.blank += 1;
    if (now === '' || now === before) return requestAnimationFrame(look);
    requestAnimationFrame(() => window.took.push(performance.now() - event.timeStamp));
  };
  requestAnimationFrame(look);
}, true);
"""


def bars() -> Iterator[Bar]:
    ours: dict[str, float] = {}
    for line, pause in PAUSE_MS.items():
        with engine_in_a_home() as engine, browser_of("next") as (browser, strip):
            engine.start()
            key = fact(engine.amana("workspace", "create", "Next"), "API key")
            with Client(engine.url, key) as lab:
                desk = Desk(engine, lab, (browser, strip), tasks=ANSWERS + 30)
                if line == "slow":
                    slowed(desk.person)
                took, blank = _answered(desk.page, pause)
        p50, p95 = took[len(took) // 2], took[int(len(took) * 0.95)]
        ours[line] = p50
        yield Bar(
            name=f"submit to the next task painted, {line}",
            figure=round(p95),
            unit="ms, p95",
            goal=f"< {P95_MS_MAX[line]}",
            holds=p95 < P95_MS_MAX[line],
            note=f"median {p50:.0f}, longest {took[-1]:.0f} ms of {len(took)}, {pause} ms apart",
        )
        yield Bar(
            name=f"blank frames between two tasks, {line}",
            figure=blank,
            unit=f"in {len(took)} exchanges",
            goal="0",
            holds=blank == 0,
        )

    yield from _peers(ours["local"])


def _peers(ours_p50_ms: float) -> Iterator[Bar]:
    """The same of two peers on this machine in the same run, on a fast line."""
    for peer, measured in (("Potato", scripts.potato_page), ("Label Studio", scripts.label_studio_page)):
        name = f"submit to the next task painted, against {peer}"
        try:
            page = measured()
        except NotMeasured as why:
            yield Bar(name=name, figure="not measured", unit="", goal="a figure", holds=None, note=str(why))
            continue
        yield Bar(
            name=name,
            figure=round(page.p50_ms / ours_p50_ms, 1),
            unit="times sooner, p50",
            goal="a figure",
            holds=None,
            peer={f"{page.name}, ms: p50 and p95": [page.p50_ms, page.p95_ms], "its bytes a task": page.bytes_a_task},
            note=f"ours p50 {ours_p50_ms:.0f} ms",
        )


def _answered(page: Page, pause: int) -> tuple[list[float], int]:
    """The milliseconds of each exchange, ascending, and how many frames were blank."""
    page.evaluate(WATCH)
    for number in range(1, ANSWERS + 1):
        page.keyboard.press("Digit1")
        page.wait_for_timeout(pause)
        page.keyboard.press("Enter")
        page.wait_for_function("count => window.took.length === count", arg=number)
    return sorted(page.evaluate("window.took")), page.evaluate("window.blank")
