// What a key means. A press is called by the physical key, `Shift KeyS`, whatever the keyboard's language. What it does is called by the press
// that does it where nobody has chosen another; keys of a listener, which work with Ctrl while one writes, by `speech ` and that press.
// No imports at run time: the tests run this file.

/** The presses that somebody has chosen, by what they mean. */
export type Chosen = Readonly<Record<string, string>>;
type Pressed = { code: string; ctrlKey: boolean; shiftKey: boolean };

export const SPEECH = 'speech ';
/** Else Shift makes no other press: a question mark is a slash. */
const SHIFTED = ['Shift KeyS'];
const CAPS: Record<string, string> = {
  Enter: '⏎', Slash: '?', Space: '␣', Backspace: '⌫', Comma: ',', Period: '.', Semicolon: ';', Quote: "'",
  BracketLeft: '[', BracketRight: ']', Backslash: '\\', Minus: '-', Equal: '=', Backquote: '`',
};

export function pressOf(event: Pressed): string {
  const code = event.code.replace('NumpadEnter', 'Enter').replace('Numpad', 'Digit');
  return `${event.ctrlKey ? 'Ctrl ' : ''}${event.shiftKey ? 'Shift ' : ''}${code}`;
}

/** Whether a press is no letter of what one writes. */
export function isFree(press: string): boolean {
  return /^Ctrl |(^| )F\d/.test(press);
}

/** What a press does at the desk. Empty if nothing. */
export function meaning(press: string, chosen: Chosen): string {
  for (const one of new Set([press, press.replace('Shift ', '')])) {
    const found = Object.keys(chosen).find((name) => !name.startsWith(SPEECH) && chosen[name] === one);
    if (found !== undefined) return found;
    if (!(one in chosen) && (!one.includes('Shift ') || SHIFTED.includes(one))) return one;
  }
  return '';
}

const pressFor = (means: string, chosen: Chosen): string => {
  const press = chosen[means] ?? means.replace(SPEECH, '');
  return means.startsWith(SPEECH) && !isFree(press) ? `Ctrl ${press}` : press;
};

/** What is printed on the key: `Digit3` is 3, `KeyA` is A. */
export function cap(means: string, chosen: Chosen): string {
  const printed = (part: string): string => CAPS[part] ?? part.replace(/^(Digit|Key)/, '');
  return pressFor(means, chosen).split(' ').map(printed).join(' ');
}

/** The same as `aria-keyshortcuts` has it. */
export function spelled(means: string, chosen: Chosen): string {
  const spelt = (part: string): string => (part === 'Ctrl' ? 'Control' : /^(Enter|Space|Backspace)$/.test(part) ? part : cap(part, {}));
  return pressFor(means, chosen).split(' ').map(spelt).join('+');
}
