"""Deliveries: freezing what is settled into signed files, and checking such files offline."""

import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from amana.cli.terminal import OutOption, ProjectOption, client, err, out
from amana.client import Refused
from amana.core.quality.certificate import Certificate
from amana.model.deliveries import CERTIFICATE


def deliver(*, project: ProjectOption, out_folder: OutOption) -> None:
    """Freeze what is settled into signed files and download them into a new folder, which is whole or absent.

    Parameters
    ----------
    project
        The project's id.
    out_folder
        A folder that does not exist yet.
    """
    if out_folder.exists():
        raise Refused(f"{out_folder} is there already. Name a folder that is not.")
    base = f"/api/client/projects/{project}/deliveries"
    with client() as asking:
        made = asking.post(base)
        with tempfile.TemporaryDirectory(dir=out_folder.absolute().parent, prefix=".amana-") as aside:
            archive = Path(aside) / "delivery.zip"
            with archive.open("wb") as file:
                for piece in asking.stream(f"{base}/{made['delivery_id']}/archive"):
                    file.write(piece)
            with zipfile.ZipFile(archive) as opened:
                [folder] = {name.partition("/")[0] for name in opened.namelist()}
                opened.extractall(aside)
            (Path(aside) / folder).rename(out_folder)
    out.print(f"{made['tasks']} tasks, {made['annotations']} annotations in {out_folder}")
    for file_name, reasons in made["left_out"].items():
        for reason, count in reasons.items():
            out.print(f"{count} tasks left out of {file_name}: {reason}")
    out.print(f"signed by {made['public_key']}")


def verify(folder: Path, *, key: str | None = None, delivery: str | None = None) -> None:
    """Check a delivery offline: its signature, every file's hash, every figure against the rows. Exit status 1 if not so.

    Parameters
    ----------
    folder
        What `amana deliver` wrote, or an unpacked archive.
    key
        The public key in hex that must have signed it. Without it, what is shown is that nothing was changed since.
    delivery
        The id of the delivery you expect: another one, signed as well, is refused.
    """
    from amana.outside import delivery_folder

    verdict = delivery_folder.verify(folder, key)
    complaints = list(verdict.complaints)
    if verdict.manifest is not None and delivery not in (None, str(verdict.manifest.delivery_id)):
        complaints.append(f"this is another delivery: {verdict.manifest.delivery_id}")
    for complaint in complaints:
        err.print(complaint, style="red")
    if complaints or verdict.manifest is None:
        sys.exit(1)
    manifest = verdict.manifest
    out.print(f"Yes: {manifest.tasks} tasks and {manifest.annotations} annotations are as they were signed")
    out.print(f"delivery {manifest.delivery_id} of project {manifest.project_id}, {manifest.created_at:%Y-%m-%d %H:%M} UTC")
    if not manifest.questions:
        out.print("nobody votes in this type of task, so no agreement is stated")
    for question in manifest.questions:
        if question.alpha is not None:
            alpha = f"{question.alpha:.4f} ({question.alpha_low:.4f} to {question.alpha_high:.4f})"
            out.print(
                f"{question.name}: Krippendorff's alpha {alpha} over {question.alpha_tasks} tasks, recomputed from the rows"
            )
    for line in _claims(folder):
        out.print(line, markup=False)
    out.print(
        f"signed by {verdict.public_key}" + ("" if key else "; compare it with public_key of your engine's /api, or give --key")
    )


def errata(*, project: ProjectOption, delivery: str) -> None:
    """Show which labels of a delivery have changed since, a line each.

    Parameters
    ----------
    project
        The project's id.
    delivery
        The delivery's id, as `amana verify` prints it.
    """
    with client() as asking:
        found = asking.get(f"/api/client/projects/{project}/deliveries/{delivery}/errata")
    for one in found["first"]:
        now = "no longer delivered" if one["now"] is None else one["now"]
        out.print(f"{one['item_id'] or one['task_id']}  {one['question']}: {one['was']} -> {now}", markup=False)
    out.print(f"{found['changed']} labels changed since delivery {delivery}")


def _claims(folder: Path) -> Iterator[str]:
    """What a verified delivery's certificate claims of its labels."""
    file = folder / CERTIFICATE
    if not file.exists():
        return
    certificate = msgspec.json.decode(file.read_bytes(), type=Certificate)
    if not certificate.audits:
        yield "no audit ended before this delivery: nothing is claimed of how many labels are right"
    for audit in certificate.audits:
        claim = audit.claim
        if claim.estimate is None or claim.low is None or claim.high is None or claim.at_least is None:
            yield f"{audit.question}: {claim.why_not}"
            continue
        share = f"{claim.estimate:.1%} ({claim.low:.1%} to {claim.high:.1%}) of the labels of {claim.tasks} tasks are right"
        grounds = f"{claim.right} of {claim.audited} audited, recomputed from the rows"
        yield f"{audit.question}: {share}, or at least {claim.at_least:.1%}, at {claim.confidence:.0%} confidence; {grounds}"
        for label, part in audit.by_label.items():
            if part.estimate is not None and part.low is not None and part.high is not None:
                share = f"{part.estimate:.1%} ({part.low:.1%} to {part.high:.1%})"
                yield f"  delivered as {label!r}: {share}, {part.right} of {part.audited} audited"
