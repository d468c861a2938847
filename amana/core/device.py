"""Which kind of device asks, coarse, but enough to know one's own again: families of browsers and systems, no versions."""

from amana.model.account import Device

# The first that is found counts: browsers claim to be the ones before them in history, systems the ones they came from.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_of(user_agent: str) -> Device:
    """The families named by a `User-Agent` header; empty where it names none that we know."""
    return Device(_first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent))


def _first(families: tuple[tuple[str, str], ...], said: str) -> str:
    return next((family for mark, family in families if mark in said), "")
