"""Types other than comparison through the engine: several questions a task, and production types, which have none."""

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import msgspec
import pytest

from amana.actions import delivery, desk, tasks
from amana.actions.delivery import Download
from amana.actions.export import Exporter
from amana.demo import DATA
from amana.model.desk import HeldTask, Submit
from amana.model.errors import AnswerInvalid, ProjectInvalid
from amana.model.form import Choice, Rewrite, TextBlock
from amana.model.ids import DeliveryId, ProjectId, TaskId
from amana.model.scope import Audience, Scope
from amana.model.tasks import TasksWanted
from amana.outside.delivery_folder import Verdict, verify
from amana.store import dispatch
from amana.views import projects as project_views
from tests.lab import Annotator, Lab

CATEGORIES = ["writing", "roleplay", "reasoning", "math", "coding", "extraction", "stem", "humanities"]


def rows(count: int) -> list[dict[str, Any]]:
    """Real prompts: to be classified by what they ask for, or to be written anew."""
    return [json.loads(line) for line in (DATA / "prompts_mtbench.jsonl").read_text().splitlines()][:count]


async def answered(annotator: Annotator, task: HeldTask, **answer: Any) -> None:
    raw = {name: msgspec.Raw(msgspec.json.encode(value)) for name, value in answer.items()}
    sent = Submit(uuid4(), task.assignment_id, task.revision, raw, 1500)
    await desk.submit(annotator.context.db, annotator.context.seal, annotator.scope, annotator.project_id, sent)


async def settled(lab: Lab) -> int:
    return await dispatch.settle(lab.context.db, Scope(Audience.ENGINE, lab.workspace_id), 100)


async def reestimated(lab: Lab) -> int:
    return await lab.context.estimator.reestimate(lab.workspace_id)


async def delivered(lab: Lab, project_id: ProjectId, folder: Path) -> Verdict:
    """Freeze, download into the folder, check offline."""
    context = lab.context
    made = await delivery.freeze(context.db, context.seal, context.signer, lab.principal, project_id)
    files = await Download.begin(context.db, context.seal, lab.principal, project_id, DeliveryId(made.delivery_id))
    folder.mkdir()
    for name in files.names:
        (folder / name).write_bytes(b"".join([piece async for piece in files.file(name)]))
    return verify(folder, context.signer.public_key)


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text().splitlines()]


async def exported(lab: Lab, project_id: ProjectId) -> list[dict[str, Any]]:
    exporter = await Exporter.begin(lab.context.db, lab.context.seal, lab.principal, project_id)
    content = b"".join([piece async for piece in exporter.file("jsonl")])
    return [json.loads(line) for line in content.splitlines()]


async def test_several_classes_are_as_many_questions_of_yes_and_no(lab: Lab, tmp_path: Path) -> None:
    options = {"mode": "several", "classes": CATEGORIES, "least": 0}
    project_id = await lab.project(task_type="classification", options=options, annotations_needed=3, undo_seconds=0)
    await lab.add(project_id, rows(12))
    category = {row["text"]: CATEGORIES.index(row["category"]) for row in rows(12)}
    for number, annotator in enumerate(await lab.annotators(project_id, 3)):
        for task in await annotator.claim(24):
            [text] = [element.text for element in task.form.elements if isinstance(element, TextBlock)]
            # The third person says "stem" of everything as well.
            chosen = {category[text], CATEGORIES.index("stem")} if number == 2 else {category[text]}
            await answered(annotator, task, labels=sorted(chosen))
    assert await settled(lab) == 12
    assert await reestimated(lab) == 1
    assert await reestimated(lab) == 0

    page = await project_views.page(lab.context.db, lab.context.seal, lab.principal, project_id)
    assert page.questions == tuple(CATEGORIES)
    alphas = {one.question: one.alpha for one in page.agreement}
    assert alphas["writing"] == pytest.approx(1.0)
    assert alphas["stem"] is not None
    assert alphas["stem"] < 0.5
    listed = await tasks.listing(
        lab.context.db, lab.context.seal, lab.principal, project_id, TasksWanted(order="doubt"), None, 100
    )
    assert len(listed.tasks) == 12
    doubts = [max(1 - max(one.model_posterior.values()) for one in task.estimates) for task in listed.tasks]
    assert doubts == sorted(doubts, reverse=True)

    verdict = await delivered(lab, project_id, tmp_path / "delivery")
    assert verdict.complaints == ()
    assert verdict.manifest is not None
    assert [question.name for question in verdict.manifest.questions] == CATEGORIES
    believed = {row["text"]: row["labels"] for row in lines(tmp_path / "delivery" / "text_classification.jsonl")}
    assert believed == {row["text"]: [row["category"]] for row in rows(12)}
    one = lines(tmp_path / "delivery" / "annotations.jsonl")[0]
    assert set(one["votes"]) == set(CATEGORIES)
    assert {name for name, vote in one["votes"].items() if vote == "yes"} == set(one["answer"]["labels"])


async def test_one_leaf_of_a_tree_is_one_question(lab: Lab, tmp_path: Path) -> None:
    tree = [{"name": "words", "children": ["writing", "roleplay"]}, {"name": "thought", "children": ["reasoning"]}, "other"]
    options = {"mode": "hierarchical", "classes": tree, "stop_early": True}
    project_id = await lab.project(task_type="classification", options=options, annotations_needed=1, undo_seconds=0)
    await lab.add(project_id, rows(3))
    annotator = await lab.annotator(project_id)
    for value, task in enumerate(await annotator.claim(24)):
        await answered(annotator, task, label=value)
    assert await settled(lab) == 3
    assert (await delivered(lab, project_id, tmp_path / "delivery")).complaints == ()
    found = lines(tmp_path / "delivery" / "text_classification.jsonl")
    assert {(row["label"], tuple(row["path"])) for row in found} == {
        ("words", ("words",)),
        ("words/writing", ("words", "writing")),
        ("words/roleplay", ("words", "roleplay")),
    }
    assert {row["votes"]["label"] for row in await exported(lab, project_id)} == {row["label"] for row in found}


async def test_what_a_task_was_not_asked_is_neither_believed_nor_doubted(lab: Lab, tmp_path: Path) -> None:
    options = {"claims_max": 3, "quote": "optional"}
    project_id = await lab.project(task_type="claim_checking", options=options, annotations_needed=2, undo_seconds=0)
    # People agree on the single claim and differ on the last of the two.
    await lab.add(project_id, [{"claims": claims, "sources": ["None."]} for claims in (["One."], ["One.", "Two."])])
    for number, annotator in enumerate(await lab.annotators(project_id, 2)):
        for task in await annotator.claim(24):
            asked = [element.name for element in task.form.elements if isinstance(element, Choice)]
            await answered(annotator, task, **{name: number if name == "verdict_2" else 2 for name in asked})
    assert await settled(lab) == 2
    assert await reestimated(lab) == 1
    listed = await tasks.listing(
        lab.context.db, lab.context.seal, lab.principal, project_id, TasksWanted(order="doubt"), None, 100
    )
    believed = [[(one.question, one.events) for one in task.estimates] for task in listed.tasks]
    assert believed == [[("verdict_1", 2), ("verdict_2", 2)], [("verdict_1", 2)]], "the task in doubt comes first"
    assert max(1 - max(one.model_posterior.values()) for one in listed.tasks[1].estimates) < 0.5
    verdict = await delivered(lab, project_id, tmp_path / "delivery")
    assert verdict.complaints == ()
    estimates = [set(row["estimates"]) for row in lines(tmp_path / "delivery" / "tasks.jsonl")]
    assert sorted(map(len, estimates)) == [1, 2]
    assert len(lines(tmp_path / "delivery" / "claims.jsonl")) == 3


async def test_a_production_type_settles_and_is_delivered_without_an_estimate(lab: Lab, tmp_path: Path) -> None:
    project_id = await lab.project(
        task_type="rewriting", options={"reason": "required"}, annotations_needed=2, undo_seconds=0, rate_minor=50
    )
    mapped = [{"item_id": row["item_id"], "original": row["text"], "prompt": row["follow_up"]} for row in rows(3)]
    del mapped[0]["prompt"]
    await lab.add(project_id, mapped)
    for annotator in await lab.annotators(project_id, 2):
        for task in await annotator.claim(24):
            [original] = [element.original for element in task.form.elements if isinstance(element, Rewrite)]
            with pytest.raises(AnswerInvalid, match="unchanged"):
                await answered(annotator, task, text=original, reason="none")
            await answered(annotator, task, text=f"{original} Please.", reason="Politer.")
    # Nothing is estimated, and the sweep does not find the project behind for ever.
    assert await reestimated(lab) == 0
    assert await settled(lab) == 3
    progress = await lab.progress(project_id)
    assert (progress.settled, progress.posted_minor, progress.pending_minor) == (3, 300, 0)
    page = await project_views.page(lab.context.db, lab.context.seal, lab.principal, project_id)
    assert (page.questions, page.agreement) == ((), ())
    for wanted in (TasksWanted(order="file"), TasksWanted(order="doubt")):
        listed = await tasks.listing(lab.context.db, lab.context.seal, lab.principal, project_id, wanted, None, 100)
        assert [task.item_id for task in listed.tasks] == [row["item_id"] for row in rows(3)]
        assert {task.estimates for task in listed.tasks} == {()}
        preview = await tasks.preview(
            lab.context.db, lab.context.seal, lab.principal, project_id, TaskId(listed.tasks[0].task_id)
        )
        assert preview.task.estimates == ()

    verdict = await delivered(lab, project_id, tmp_path / "delivery")
    assert verdict.complaints == ()
    assert verdict.manifest is not None
    assert verdict.manifest.questions == ()
    assert verdict.manifest.left_out == {"rewritings.jsonl": {}, "preferences_trl.jsonl": {"no_prompt": 1}}
    pairs = lines(tmp_path / "delivery" / "rewritings.jsonl")
    assert len(pairs) == 6
    assert {pair["rewritten"].removesuffix(" Please.") == pair["original"] for pair in pairs} == {True}
    preferred = lines(tmp_path / "delivery" / "preferences_trl.jsonl")
    assert len(preferred) == 4
    assert {row["prompt"] for row in preferred} == {row["follow_up"] for row in rows(3)[1:]}
    assert {row["estimates"] == {} for row in lines(tmp_path / "delivery" / "tasks.jsonl")} == {True}
    for row in [*lines(tmp_path / "delivery" / "annotations.jsonl"), *await exported(lab, project_id)]:
        assert row["votes"] == {}
        assert row["answer"]["reason"] == "Politer."


async def test_an_undone_rewriting_is_voided_like_any_other(lab: Lab) -> None:
    project_id = await lab.project(task_type="rewriting", annotations_needed=1)
    await lab.add(project_id, [{"original": "its raining"}])
    annotator = await lab.annotator(project_id)
    [task] = await annotator.claim()
    sent = Submit(uuid4(), task.assignment_id, 1, {"text": msgspec.Raw(b'"It is raining."')}, 1)
    receipt = await desk.submit(lab.context.db, lab.context.seal, annotator.scope, project_id, sent)
    await annotator.undo(receipt.submit_id)
    assert await reestimated(lab) == 0
    assert (await lab.progress(project_id)).pending_minor == 0


@pytest.mark.parametrize(
    ("task_type", "options", "field"),
    [
        ("comparison", {"scale": 4}, "options.scale"),
        ("comparison", {"scal": 3}, "options.scal"),
        ("classification", {}, "options.classes"),
        ("classification", {"classes": ["only one"]}, "options.classes"),
        ("classification", {"classes": ["a", "b", "a"]}, "options.classes"),
        ("classification", {"classes": ["a", " "]}, "options.classes"),
        ("classification", {"classes": ["a", "x" * 101]}, "options.classes"),
        ("classification", {"classes": ["a", {"name": "b", "label": {"en": "", "ar": "ب"}}]}, "options.classes"),
        ("classification", {"classes": ["a", {"name": "b", "children": ["c"]}]}, "options.classes"),
        ("classification", {"classes": [str(number) for number in range(101)]}, "options.classes"),
        ("classification", {"mode": "several", "classes": [str(number) for number in range(51)]}, "options.classes"),
        ("classification", {"mode": "hierarchical", "classes": ["a/b", "c"]}, "options.classes"),
        ("classification", {"mode": "several", "classes": ["a", "b"], "most": 3}, "options.most"),
        ("classification", {"mode": "several", "classes": ["a", "b"], "least": 2, "most": 1}, "options.least"),
        ("classification", {"classes": ["a", "b"], "most": 1}, "options.most"),
        ("classification", {"classes": ["a", "b"], "stop_early": True}, "options.stop_early"),
        ("classification", {"classes": ["a", "b"], "question": "x" * 301}, "options.question"),
        ("rewriting", {"chars_min": 20, "chars_max": 10}, "options.chars_min"),
        ("rewriting", {"chars_max": 50_001}, "options.chars_max"),
        ("rewriting", {"start": "model"}, "options.start"),
    ],
)
async def test_options_that_do_not_fit_are_refused_when_the_project_is_made(
    lab: Lab, task_type: str, options: dict[str, Any], field: str
) -> None:
    with pytest.raises(ProjectInvalid) as caught:
        await lab.project(task_type=task_type, options=options)
    assert caught.value.field == field


async def test_a_tree_that_is_too_deep_or_too_large_is_refused(lab: Lab) -> None:
    deep: Any = "leaf"
    for number in range(5):
        deep = {"name": f"level {number}", "children": [deep, "other"]}
    many = [{"name": f"n{number}", "children": ["a"]} for number in range(101)]
    for classes, said in ((["x", deep], "at most 5 levels"), (many, "more than 200")):
        with pytest.raises(ProjectInvalid, match=said):
            await lab.project(task_type="classification", options={"mode": "hierarchical", "classes": classes})


async def test_a_file_without_a_column_named_like_a_text_is_guessed_and_can_be_mapped(lab: Lab, http: httpx.AsyncClient) -> None:
    project_id = await lab.project(task_type="classification", options={"classes": ["a", "b"]})
    headers = {"Authorization": f"Bearer {lab.key}"}
    base = f"/api/client/projects/{project_id}/plans"
    sent = b'{"id": 7, "heading": "H", "phrase": "P"}\n'
    plan = (await http.post(base, content=sent, headers=headers)).json()
    assert plan["mapping"]["fields"] == {"text": ["heading"], "item_id": ["id"]}
    assert plan["fields"] == {"text": [1, 8], "item_id": [0, 1], "media": [0, 1]}
    other = {"fields": {"text": ["phrase", "heading"]}}
    plan = (await http.put(f"{base}/{plan['plan_id']}/mapping", json=other, headers=headers)).json()
    assert plan["first_task"]["elements"][0]["text"] == "P\n\nH"
