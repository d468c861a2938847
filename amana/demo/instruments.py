"""One small project of each task type, so that a visitor can try every instrument: public data, and a few short texts."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from amana.client import Client

DATA = Path(__file__).parent / "data"
PROMPTS, PAIRS, SPEECH = DATA / "prompts_mtbench.jsonl", DATA / "preference_pandalm.jsonl", DATA / "speech_ar.jsonl"
TASKS = 12


class Instrument(msgspec.Struct, frozen=True):
    """A project of one task type. `media`: the files that its rows name."""

    name: str
    task_type: str
    rate_minor: int
    guideline: str
    options: dict[str, Any]
    rows: list[dict[str, Any]]
    media: tuple[Path, ...] = ()


def instruments() -> Iterator[Instrument]:
    """All of them, in the order in which the visitor sees them."""
    prompts, pairs = _rows(PROMPTS), _rows(PAIRS)
    yield Instrument(
        "Conversations", "comparison", 40,
        "Read the conversation, rate each answer, then say which is best.\n\n"
        "اقرأ المحادثة، وقيّم كل إجابة، ثم اختر أفضلها.",
        {"responses": 3, "scale": 5, "dimensions": [_named("accuracy", "Accuracy", "الدقّة"), _named("tone", "Tone", "النبرة")]},
        _rows(DATA / "conversations.jsonl"),
    )  # fmt: skip
    yield Instrument(
        "Answers by rubric", "rubric_rating", 25,
        "Rate the answer of a model by each criterion.\n\n"
        "قيّم إجابة النموذج بحسب كل معيار.",
        {},
        [
            {"item_id": one["item_id"], "prompt": one["instruction"], "response": one["response_a"]}
            for one in pairs
            if one["instruction"] and not one["input"] and one["response_a"]
        ][:TASKS],
    )  # fmt: skip
    yield Instrument(
        "Prompts in plain words", "rewriting", 60,
        "Say the same in plain words; lose nothing that was asked for.\n\n"
        "قل المعنى نفسه بكلمات بسيطة، ولا تُسقط شيئًا مما طُلب.",
        {"reason": "optional"},
        [{"item_id": one["item_id"], "original": one["text"]} for one in prompts[:TASKS]],
    )  # fmt: skip
    yield Instrument(
        "Claims about declarations", "claim_checking", 35,
        "Hold each claim against the sources alone, and quote the words that decide.\n\n"
        "قارن كل ادعاء بالمصادر وحدها، واقتبس ما يحسم الأمر.",
        {},
        _rows(DATA / "claims.jsonl"),
    )  # fmt: skip
    yield Instrument(
        "Arabic words", "speech_transcription", 50,
        "Write down what is said, each word in a region of its own.\n\n"
        "اكتب ما يقال، كل كلمة في مقطع وحدها.",
        {},
        [{key: one[key] for key in ("item_id", "audio")} for one in _rows(SPEECH)],
        tuple(sorted((DATA / "audio_ar").glob("*.wav"))),
    )  # fmt: skip
    yield Instrument(
        "Names in prompts", "text_spans", 20,
        "Mark persons, places and things that were made. Marks may overlap.\n\n"
        "علّم الأشخاص والأماكن والأعمال. يجوز أن تتداخل العلامات.",
        {
            "labels": [_named("person", "person", "شخص"), _named("place", "place", "مكان"), _named("work", "work", "عمل")],
            "relations": [{"name": "made_by", "from_labels": ["work"], "to_labels": ["person"]}],
            "overlaps": True,
        },
        [_text(one) for one in prompts if one["category"] in ("humanities", "extraction", "writing")][:TASKS],
    )  # fmt: skip
    yield Instrument(
        "Kinds of prompts", "classification", 8,
        "What is mainly asked for?\n\n"
        "ما المطلوب أساسًا؟",
        {"classes": sorted({one["category"] for one in prompts})},
        [_text(one) for one in prompts[:: len(prompts) // TASKS][:TASKS]],
    )  # fmt: skip
    yield Instrument(
        "A form of one's own", "form", 15,
        "This form was put together from elements by the lead.\n\n"
        "ركّب قائد المشروع هذا النموذج من عناصر.",
        {
            "elements": [
                {"element": "text", "field": "text", "label": {"en": "Prompt", "ar": "الطلب"}},
                {
                    "element": "choice",
                    "name": "clear",
                    "label": {"en": "Is it clear what is wanted?", "ar": "هل المطلوب واضح؟"},
                    "options": [_named("yes", "yes", "نعم"), _named("no", "no", "لا")],
                },
                {
                    "element": "free_text",
                    "name": "missing",
                    "label": {"en": "What is missing?", "ar": "ماذا ينقص؟"},
                    "required": True,
                    "when": {"name": "clear", "values": ["no"]},
                },
            ]
        },
        [_text(one) for one in prompts[1 :: len(prompts) // TASKS][:TASKS]],
    )  # fmt: skip


def fill(client: Client, visitor: str) -> None:
    """Make and open them all; the visitor, by pseudonym, works in each."""
    for one in instruments():
        new = {
            "name": one.name, "task_type": one.task_type, "rate_minor": one.rate_minor, "currency": "EUR",
            "annotations_needed": 1, "guideline": one.guideline, "options": one.options,
        }  # fmt: skip
        base = f"/api/client/projects/{client.post('/api/client/projects', new)['project_id']}"
        for file in one.media:
            client.send_file(f"{base}/media", file)
        plan = client.send_rows(f"{base}/plans", one.rows)
        client.post(f"{base}/plans/{plan['plan_id']}/commit")
        client.post(f"{base}/open")
        client.post(f"{base}/people/bring-in", {"pseudonyms": [visitor]})


def _rows(file: Path) -> list[dict[str, Any]]:
    return [msgspec.json.decode(line) for line in file.read_bytes().splitlines()]


def _text(row: dict[str, Any]) -> dict[str, Any]:
    return {"item_id": row["item_id"], "text": row["text"]}


def _named(name: str, en: str, ar: str) -> dict[str, Any]:
    return {"name": name, "label": {"en": en, "ar": ar}}
