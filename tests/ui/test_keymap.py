"""Keys as somebody chose them: what a press means, what can be chosen, what is printed."""

from typing import Any

from tests.ui.scripts import called

KEYMAP, CHOOSING, LISTENING = "desk/keymap.ts", "desk/choosing.ts", "form/transcript/keys.ts"


def press(code: str, *, ctrl: bool = False, shift: bool = False) -> dict[str, Any]:
    return {"code": code, "ctrlKey": ctrl, "shiftKey": shift, "altKey": False, "metaKey": False}


def meanings(chosen: dict[str, str], *presses: str) -> list[Any]:
    return called(KEYMAP, [["meaning", one, chosen] for one in presses])


def test_a_press_is_called_by_the_physical_key() -> None:
    presses = [
        press("KeyU"),
        press("KeyS", shift=True),
        press("NumpadEnter", ctrl=True),
        press("Numpad3"),
        press("F4", ctrl=True, shift=True),
    ]
    assert called(KEYMAP, [["pressOf", one] for one in presses]) == [
        "KeyU",
        "Shift KeyS",
        "Ctrl Enter",
        "Digit3",
        "Ctrl Shift F4",
    ]


def test_what_nobody_chose_means_itself_and_shift_makes_no_other_key_of_most() -> None:
    assert meanings({}, "KeyU", "Shift KeyS", "Shift Slash", "Shift Digit1", "Ctrl Enter") == [
        "KeyU", "Shift KeyS", "Slash", "Digit1", "Ctrl Enter",
    ]  # fmt: skip


def test_a_chosen_key_does_it_and_the_old_one_no_longer() -> None:
    chosen = {"KeyU": "Ctrl KeyZ", "KeyS": "Shift KeyJ", "Enter": "KeyM"}
    assert meanings(chosen, "Ctrl KeyZ", "KeyU", "Shift KeyJ", "KeyJ", "KeyS", "Shift KeyS", "KeyM", "Enter") == [
        "KeyU", "", "KeyS", "KeyJ", "", "Shift KeyS", "Enter", "",
    ]  # fmt: skip


def test_keys_can_be_swapped() -> None:
    assert meanings({"KeyN": "KeyO", "KeyO": "KeyN"}, "KeyO", "KeyN") == ["KeyN", "KeyO"]


def test_what_is_in_use_or_the_browsers_can_not_be_chosen() -> None:
    in_use = ["KeyU", "KeyS", "Shift KeyS", "speech Space", "speech Comma"]
    cases: list[tuple[str, str, dict[str, str], Any]] = [
        ("KeyJ", "KeyU", {}, None),
        ("KeyU", "KeyU", {}, None),
        ("KeyS", "KeyU", {}, {"taken": "KeyS"}),
        ("KeyS", "KeyU", {"KeyS": "KeyJ"}, None),
        ("KeyJ", "KeyU", {"KeyS": "KeyJ"}, {"taken": "KeyS"}),
        ("Comma", "KeyU", {}, {"taken": "speech Comma"}),
        ("Ctrl Comma", "KeyU", {}, {"taken": "speech Comma"}),
        ("KeyU", "speech Space", {}, {"taken": "KeyU"}),
        ("F4", "speech Space", {}, None),
        ("Ctrl KeyW", "KeyU", {}, {"kept": True}),
        ("Ctrl KeyC", "KeyU", {}, {"kept": True}),
        ("Tab", "KeyU", {}, {"kept": True}),
        ("ArrowUp", "KeyU", {}, {"kept": True}),
        ("F5", "KeyU", {}, {"kept": True}),
    ]
    found = called(CHOOSING, [["unfit", wanted, means, chosen, in_use] for wanted, means, chosen, _ in cases])
    assert found == [expected for *_, expected in cases]


def test_what_is_printed_is_what_is_to_be_pressed() -> None:
    shown = called(KEYMAP, [["cap", means, {"KeyU": "Ctrl Shift KeyK"}] for means in ("KeyU", "Slash", "Enter", "speech Space")])
    assert shown == ["Ctrl Shift K", "?", "⏎", "Ctrl ␣"]
    spelled = called(
        KEYMAP, [["spelled", means, {"speech Space": "F4"}] for means in ("Ctrl Enter", "Slash", "speech Comma", "speech Space")]
    )
    assert spelled == ["Control+Enter", "?", "Control+,", "F4"]


def test_a_listener_s_keys_can_be_others_and_a_pedal_works_while_one_writes() -> None:
    chosen = {"speech Space": "F4", "speech Comma": "Shift KeyJ"}
    calls = [
        [press("F4"), True],
        [press("Space", ctrl=True), True],
        [press("KeyJ", shift=True, ctrl=True), True],
        [press("KeyJ", shift=True), True],
        [press("KeyJ", shift=True), False],
        [press("Period"), False],
    ]
    assert called(LISTENING, [["action", *call, chosen] for call in calls]) == ["play", None, "back", None, "back", "forward"]
