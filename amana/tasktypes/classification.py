"""Classification: which class a text belongs to. A judgement type in three modes.

Single: exactly one class. Several: any of them, and inference is asked yes or no of each. Hierarchical: one leaf of a tree, or
an inner node where the project allows stopping early.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Fields
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from amana.model.desk import Votes
from amana.model.form import KEYS, Choice, Choices, Element, Form, Option, Said, TextBlock, TreeChoice, TreeNode
from amana.model.imports import Mapping
from amana.tasktypes.answers import answered
from amana.tasktypes.base import (
    Example,
    OptionRefused,
    Question,
    RowRefused,
    Rows,
    TaskType,
    guess_first,
    guess_item_id,
    joined,
    no_files,
)

QUESTION_CHARS_MAX = 300
NAME_CHARS_MAX = 100
# A person's confusion is kept for every pair of classes and read at each submit: a hundred classes are ten thousand figures.
ANSWERS_MAX = 100
SEVERAL_MAX = 50
NODES_MAX = 200
DEPTH_MAX = 5
PATH = "/"

_NO, _YES = 0, 1
_TEXT_COLUMNS = ("text", "sentence", "content", "body", "message", "comment", "post", "review", "document", "prompt", "question")


class Classified(msgspec.Struct, frozen=True):
    """The payload: the text."""

    text: str


class Class(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A class by the name that answers and exports carry. `label`: how the interface says it; `children`: hierarchical only."""

    name: str
    label: Said | None = None
    children: "tuple[str | Class, ...]" = ()


class ClassificationOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`classes`: names, or names with labels and children. `question`: what is asked of the annotator.

    `least`, `most`: in mode several, how many classes a text has; `most` None: all of them. `stop_early`: in mode
    hierarchical, whether an inner node is an answer too.
    """

    classes: tuple[str | Class, ...]
    mode: Literal["single", "several", "hierarchical"] = "single"
    question: Annotated[str, Meta(max_length=QUESTION_CHARS_MAX)] | Said | None = None
    least: Annotated[int, Meta(ge=0)] | None = None
    most: Annotated[int, Meta(ge=1)] | None = None
    stop_early: bool = False

    def __post_init__(self) -> None:
        if isinstance(self.question, Said) and max(len(self.question.en), len(self.question.ar)) > QUESTION_CHARS_MAX:
            raise OptionRefused("question", f"it has at most {QUESTION_CHARS_MAX} characters.")
        self._check_classes()
        if self.mode == "several":
            self._check_numbers()
        elif self.least is not None or self.most is not None:
            raise OptionRefused("least" if self.least is not None else "most", "it belongs to the mode several.")
        if self.stop_early and self.mode != "hierarchical":
            raise OptionRefused("stop_early", "it belongs to the mode hierarchical.")

    def _check_classes(self) -> None:
        seen: set[tuple[str, ...]] = set()
        for node in _walk(self.classes):
            _check_node(node, self.mode)
            if node.path in seen:
                raise OptionRefused("classes", f"{node.name!r} is there twice.")
            seen.add(node.path)
            if len(seen) > NODES_MAX:
                raise OptionRefused("classes", f"there are more than {NODES_MAX}, inner ones counted.")
        most = SEVERAL_MAX if self.mode == "several" else ANSWERS_MAX
        answers = len(answerable(self))
        if not 2 <= answers <= most:
            raise OptionRefused("classes", f"there are {answers} to choose from; it takes 2 to {most}.")

    def _check_numbers(self) -> None:
        if self.most is not None and self.most > len(self.classes):
            raise OptionRefused("most", f"it is {self.most}, and there are {len(self.classes)} classes.")
        if _least(self) > _most(self):
            raise OptionRefused("least", f"it is {_least(self)}, more than the {_most(self)} that are allowed at most.")


class ClassificationAnswer(msgspec.Struct, frozen=True):
    """The names of the chosen classes in the project's order; of a tree's node the whole path, `animal/dog`."""

    labels: tuple[str, ...]


class _Node(msgspec.Struct, frozen=True):
    path: tuple[str, ...]
    label: str | Said
    leaf: bool

    @property
    def name(self) -> str:
        return PATH.join(self.path)


def _walk(classes: Sequence[str | Class], above: tuple[str, ...] = ()) -> Iterator[_Node]:
    """Every node from top to bottom, each before its children. Raises OptionRefused where they lie too deep."""
    if classes and len(above) == DEPTH_MAX:
        raise OptionRefused("classes", f"{PATH.join(above)!r} has children; a tree has at most {DEPTH_MAX} levels.")
    for one in classes:
        node = Class(one) if isinstance(one, str) else one
        path = (*above, node.name)
        yield _Node(path, node.label or node.name, not node.children)
        yield from _walk(node.children, path)


def _check_node(node: _Node, mode: str) -> None:
    name = node.path[-1]
    if not name.strip() or not name.isprintable() or len(name) > NAME_CHARS_MAX:
        raise OptionRefused(
            "classes", f"the name {name[:NAME_CHARS_MAX]!r} needs 1 to {NAME_CHARS_MAX} characters that can be printed."
        )
    if mode == "hierarchical" and PATH in name:
        raise OptionRefused("classes", f"the name {name!r} has a {PATH}, which separates the levels of a path.")
    if isinstance(node.label, Said) and not all(0 < len(said) <= NAME_CHARS_MAX for said in (node.label.en, node.label.ar)):
        raise OptionRefused("classes", f"the label of {name!r} needs 1 to {NAME_CHARS_MAX} characters in each language.")
    if mode != "hierarchical" and len(node.path) > 1:
        raise OptionRefused("classes", f"{node.path[0]!r} has children; they belong to the mode hierarchical.")


def answerable(options: ClassificationOptions) -> tuple[_Node, ...]:
    """What an annotator can choose, in order."""
    return tuple(node for node in _walk(options.classes) if node.leaf or options.stop_early)


def _least(options: ClassificationOptions) -> int:
    return 1 if options.least is None else options.least


def _most(options: ClassificationOptions) -> int:
    return options.most or len(options.classes)


def fields(_: ClassificationOptions) -> dict[str, tuple[int, int]]:
    return {"text": (1, 8), "item_id": (0, 1)}


def guess(columns: Sequence[str], _: ClassificationOptions) -> Mapping:
    item_id = guess_item_id(columns)
    # Where no column is named like a text, the first one that is not the row's id: the reader of the plan sees and mends it.
    text_columns = guess_first(columns, _TEXT_COLUMNS) or tuple(name for name in columns if name not in item_id)[:1]
    return Mapping({"text": text_columns} | ({"item_id": item_id} if item_id else {}))


def read(row: Fields[str, Any], mapping: Mapping, _: ClassificationOptions) -> Classified:
    found = joined(row, mapping, "text")
    if found is None or not found.strip():
        columns = ", ".join(repr(column) for column in mapping.fields["text"])
        raise RowRefused("text", f"there is no text in {columns}; write one, or leave the row out.")
    return Classified(found)


def texts(payload: Classified) -> tuple[str, ...]:
    return (payload.text,)


def present(_: Classified, __: int) -> tuple[int, ...]:
    return ()


def form(payload: Classified, options: ClassificationOptions, _: tuple[int, ...]) -> Form:
    return Form((TextBlock(payload.text, Said("Text", "النص")), _question(options)))


def _question(options: ClassificationOptions) -> Element:
    if options.mode == "hierarchical":
        asked = options.question or Said("Which class does it belong to?", "إلى أيّ صنف ينتمي؟")
        values = {node.path: value for value, node in enumerate(answerable(options))}
        nodes = tuple(TreeNode(node.label, len(node.path) - 1, values.get(node.path)) for node in _walk(options.classes))
        return TreeChoice("label", asked, nodes)
    offered = tuple(
        Option(value, node.label, KEYS[value] if value < len(KEYS) else None) for value, node in enumerate(answerable(options))
    )
    if options.mode == "several":
        asked = options.question or Said("Which classes does it belong to?", "إلى أيّ الأصناف ينتمي؟")
        return Choices("labels", asked, offered, _least(options), _most(options))
    return Choice("label", options.question or Said("Which class does it belong to?", "إلى أيّ صنف ينتمي؟"), offered)


def check(
    payload: Classified, options: ClassificationOptions, order: tuple[int, ...], answer: Fields[str, msgspec.Raw]
) -> ClassificationAnswer:
    said = answered(form(payload, options, order), answer)
    chosen = said["labels"] if options.mode == "several" else (said["label"],)
    names = [node.name for node in answerable(options)]
    return ClassificationAnswer(tuple(names[value] for value in chosen))


def filled_in(_: Classified, options: ClassificationOptions, __: tuple[int, ...], answer: ClassificationAnswer) -> dict[str, Any]:
    names = [node.name for node in answerable(options)]
    chosen = [names.index(label) for label in answer.labels]
    return {"labels": chosen} if options.mode == "several" else {"label": chosen[0]}


def questions(options: ClassificationOptions) -> tuple[Question, ...]:
    names = tuple(node.name for node in answerable(options))
    if options.mode == "several":
        return tuple(Question(name, ("no", "yes")) for name in names)
    return (Question("label", names),)


def votes(options: ClassificationOptions, answer: ClassificationAnswer) -> Votes:
    names = [node.name for node in answerable(options)]
    if options.mode == "several":
        classes = tuple(_YES if name in answer.labels else _NO for name in names)
        return Votes(tuple(range(len(names))), classes, (0.0,) * len(names))
    return Votes((0,), (names.index(answer.labels[0]),), (0.0,))


def score(_: Classified, options: ClassificationOptions, gold: ClassificationAnswer, answer: ClassificationAnswer) -> float:
    """Single: 1 for the right class. Several: the F1 of the chosen classes. Hierarchical: the F1 of the nodes on the way to the
    chosen one (Kiritchenko, Matwin and Famili, *Functional annotation of genes using hierarchical text categorization*, 2005)."""
    right, said = (_counted(options, one) for one in (gold, answer))
    return 2 * len(right & said) / (len(right) + len(said)) if right or said else 1.0


def _counted(options: ClassificationOptions, answer: ClassificationAnswer) -> set[str]:
    if options.mode != "hierarchical":
        return set(answer.labels)
    steps = answer.labels[0].split(PATH)
    return {PATH.join(steps[: depth + 1]) for depth in range(len(steps))}


def hugging_face(
    payload: Classified, options: ClassificationOptions, labels: tuple[int, ...], _: Sequence[ClassificationAnswer]
) -> list[dict[str, Any]]:
    """A row as Hugging Face's datasets load it: the text with its label, its labels, or its label and the path to it."""
    nodes = answerable(options)
    if options.mode == "several":
        return [{"text": payload.text, "labels": [node.name for node, label in zip(nodes, labels, strict=True) if label == _YES]}]
    node = nodes[labels[0]]
    row = {"text": payload.text, "label": node.name}
    return [row | {"path": list(node.path)} if options.mode == "hierarchical" else row]


def examples() -> tuple[Example, ...]:
    row = {"item_id": "1", "text": "The cat sat on the keyboard again.", "author": "x"}
    tree = [{"name": "animal", "children": ["cat", {"name": "dog", "label": {"en": "dog", "ar": "كلب"}}]}, "plant"]
    return (
        Example(row, {"classes": ["pets", "work", "other"]}, {"label": 0}),
        Example(row, {"mode": "several", "classes": ["pets", "work", "other"], "least": 0, "most": 2}, {"labels": [1, 0]}),
        Example(row, {"mode": "hierarchical", "classes": tree}, {"label": 0}),
        Example(row, {"mode": "hierarchical", "classes": tree, "stop_early": True}, {"label": 0}),
    )


CLASSIFICATION = TaskType(
    name="classification",
    payload_type=Classified,
    options_type=ClassificationOptions,
    answer_type=ClassificationAnswer,
    fields=fields,
    guess=guess,
    read=read,
    files=no_files,
    texts=texts,
    present=present,
    form=form,
    check=check,
    filled_in=filled_in,
    questions=questions,
    votes=votes,
    score=score,
    exports={"text_classification.jsonl": Rows(hugging_face)},
    examples=examples,
)
