"""What is said in a recording, as it is written down."""

import msgspec


class Region(msgspec.Struct, frozen=True):
    """What was said from one millisecond to before another; `speaker` None: nobody is told apart."""

    start_ms: int
    end_ms: int
    speaker: str | None
    text: str
