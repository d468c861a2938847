"""The access log as a file, and checking it offline."""

import sys
from pathlib import Path

from amana.cli.terminal import OutOption, download, err, out
from amana.core.access_log import ExportedLog


def export(*, out_file: OutOption) -> None:
    """Write the workspace's access log as JSON Lines.

    Parameters
    ----------
    out_file
        Where to write.
    """
    lines = download("/api/client/access-log", out_file)
    out.print(f"{lines - 1} rows and a signed checkpoint in {out_file}")


def verify(file: Path, *, key: str | None = None) -> None:
    """Check an exported log offline: each row against its commitment, their order and number against the signed checkpoint.

    Exit status 1, and what is wrong, if anything was altered, left out, added or cut off.

    Parameters
    ----------
    file
        What `amana log export` wrote.
    key
        The public key in hex that must have signed it.
    """
    from amana.outside import signing

    log = ExportedLog.read(file.read_bytes().splitlines())
    complaints = log.complaints()
    if log.checkpoint is not None:
        signature = log.checkpoint.signature
        if not signing.holds(signature, log.checkpoint.signed_content()):
            complaints.append("the checkpoint's signature does not hold")
        elif key is not None and signature.public_key != key.lower():
            complaints.append(f"the checkpoint is signed by another key: {signature.public_key}")
    for complaint in complaints:
        err.print(complaint, style="red")
    if complaints or log.checkpoint is None:
        sys.exit(1)
    out.print(f"{len(log.rows)} rows, every commitment holds, none was added or cut off")
    hint = "" if key else "; compare it with public_key of your engine's /api, or give --key"
    out.print(f"signed by {log.checkpoint.signature.public_key}{hint}")
