"""A slow line and processor: 1.6 Mbit/s both ways, 150 ms there and back, a quarter of this processor."""

from tests.journeys.browser import Person

_LINE = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 200_000}


def slowed(person: Person) -> None:
    """Their page is slow from now on."""
    devtools = person.context.new_cdp_session(person.page)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", _LINE)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
