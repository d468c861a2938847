"""A delivery: a frozen set of settled tasks, its files and what is promised of them."""

from datetime import datetime
from uuid import UUID

import msgspec

MANIFEST = "manifest.json"
SIGNATURE = "manifest.sig"
TASKS = "tasks.jsonl"
ANNOTATIONS = "annotations.jsonl"
AUDITS = "audits.jsonl"
CERTIFICATE = "certificate.json"
ERRATA = "errata.jsonl"


class DeliveredFile(msgspec.Struct, frozen=True):
    """A file of the delivery by its name, with its size, its rows (of a ZIP: the files in it) and its SHA-256 in hex."""

    name: str
    bytes: int
    rows: int
    sha256: str


class StatedCalibration(msgspec.Struct, frozen=True, kw_only=True):
    """How probabilities come from confidences: logit(probability) = slope · logit(confidence) + shift, the confidence being the
    largest share of `model_posterior`, at most 0.97. `gold`: judgements of this project's own audits it rests on; `pooled`: of
    the workspace's other projects."""

    slope: float
    shift: float
    gold: int
    pooled: int


class DeliveredQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """One question of the delivered tasks: its classes, and how well people agreed on it, with a 95% interval.

    `model` says where the posteriors of `tasks.jsonl` come from, which are model evidence; `calibration` how the probabilities
    beside them come from them, None in deliveries of before there were any. `calibrated`: it rests on enough judgements of this
    project's own.
    """

    name: str
    classes: tuple[str, ...]
    alpha: float | None
    alpha_low: float | None
    alpha_high: float | None
    alpha_tasks: int
    model: str
    calibrated: bool
    calibration: StatedCalibration | None = None


class Erratum(msgspec.Struct, frozen=True, kw_only=True):
    """A label that was delivered and is another now; `now` None: the task is not delivered any more."""

    task_id: UUID
    item_id: str | None
    question: str
    was: str
    now: str | None


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What is signed. `left_out`: for each file that does not hold every task, how many it lacks and why. `errata_of`: the
    delivery whose labels `errata.jsonl` recalls, None for the first."""

    format: str
    delivery_id: UUID
    workspace_id: UUID
    project_id: UUID
    task_type: str
    created_at: datetime
    tasks: int
    annotations: int
    questions: tuple[DeliveredQuestion, ...]
    left_out: dict[str, dict[str, int]]
    files: tuple[DeliveredFile, ...]
    errata_of: UUID | None = None


class Signature(msgspec.Struct, frozen=True):
    """Ed25519 over the very bytes of `manifest.json`; both in hex."""

    algorithm: str
    public_key: str
    signature: str


def signature_bytes(signature: Signature) -> bytes:
    """The file `manifest.sig`, byte for byte."""
    return msgspec.json.format(msgspec.json.encode(signature), indent=2) + b"\n"


class SignedManifest(msgspec.Struct, frozen=True):
    """The manifest's bytes as they were signed, and the signature."""

    manifest: bytes
    signature: Signature


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """A delivery as its client sees it. `public_key` is whose signature the manifest carries."""

    delivery_id: UUID
    created_at: datetime
    tasks: int
    annotations: int
    bytes: int
    left_out: dict[str, dict[str, int]]
    files: tuple[DeliveredFile, ...]
    public_key: str
