"""The neutrality record: who owns the operator of an installation, and which of its clients and vendors are related to it."""

from pathlib import Path
from typing import Annotated

import msgspec
from cyclopts import Parameter

from amana.cli.terminal import anybody, out
from amana.model.neutrality import NOTICE_DAYS, Entry, SignedEntry
from amana.outside.files import write_whole


def show(*, out_file: Annotated[Path | None, Parameter(name=["--out", "-o"])] = None) -> None:
    """Show the record, for anybody; with --out also write it, signed.

    Parameters
    ----------
    out_file
        Where to write it.
    """
    with anybody() as asking:
        said = asking.get("/api/neutrality")
    record = msgspec.convert(said, list[SignedEntry])
    for signed in record:
        _tell(signed.entry)
    if not record:
        out.print("Nothing was ever announced.")
    if out_file:
        write_whole(out_file, msgspec.json.format(msgspec.json.encode(record)) + b"\n", mode=0o644)
        out.print(f"The signed record is in {out_file}; `amana neutrality verify {out_file}` checks it.")


def verify(file: Path, *, key: str | None = None) -> None:
    """Check a record offline: every signature, and that no entry is missing. Exit status 1 if not so.

    Parameters
    ----------
    file
        What `amana neutrality show --out` wrote.
    key
        The public key in hex that must have signed it: `public_key` of the engine's /api.
    """
    from amana.outside import neutrality_record

    try:
        record = msgspec.json.decode(file.read_bytes(), type=list[SignedEntry])
    except msgspec.DecodeError:
        raise neutrality_record.RecordRefused(neutrality_record.RecordRefused.__doc__) from None
    neutrality_record.verify(record, key)
    for signed in record:
        _tell(signed.entry)
    out.print("Yes: it is as it was signed" + ("" if key else "; by whom, --key tells"))


def _tell(entry: Entry) -> None:
    declaration = entry.declaration
    notice_days = (declaration.takes_effect_on - entry.announced_at.date()).days
    late = f", {NOTICE_DAYS - notice_days} days late: {declaration.why_late}" if declaration.why_late else ""
    out.print(f"{entry.number}. {declaration.operator}, from {declaration.takes_effect_on} on")
    out.print(f"   announced {entry.announced_at:%Y-%m-%d}{late}")
    for owner in declaration.owners:
        hats = [name for name, wears in (("a client here", owner.is_client), ("a vendor here", owner.is_vendor)) if wears]
        out.print(f"   {owner.share_bp / 100:g}% {owner.name}" + (f" ({', '.join(hats)})" if hats else ""))
    for one in declaration.related:
        out.print(f"   related {one.what}: {one.name}: {one.how}")
    if declaration.says:
        out.print(f"   {declaration.says}")
