// What the keys do while one listens. By the physical key, so that it works whatever the keyboard's language; with Ctrl while writing, and
// without it elsewhere. None is one that browsers keep for themselves, or that a writer needs. A pedal that sends F-keys needs no Ctrl.
import { type Chosen, isFree, pressOf, SPEECH } from '../../desk/keymap.ts';

export type Action =
  | 'play'
  | 'back'
  | 'forward'
  | 'back-far'
  | 'forward-far'
  | 'start'
  | 'end'
  | 'new'
  | 'divide'
  | 'loop'
  | 'previous'
  | 'next'
  | { speaker: number };

export const ACTIONS: Record<string, Action & string> = {
  Space: 'play',
  Comma: 'back',
  Period: 'forward',
  'Shift Comma': 'back-far',
  'Shift Period': 'forward-far',
  BracketLeft: 'start',
  BracketRight: 'end',
  Semicolon: 'new',
  Quote: 'divide',
  Backslash: 'loop',
};
// Without Ctrl the arrows scroll the page.
const WITH_CTRL: Record<string, Action> = { ArrowUp: 'previous', ArrowDown: 'next' };

type Press = { code: string; ctrlKey: boolean; shiftKey: boolean; altKey: boolean; metaKey: boolean };

/** What a press does; `writing`: whether a field has the keyboard. */
export function action(press: Press, writing: boolean, chosen: Chosen = {}): Action | null {
  const pressed = pressOf(press);
  if (press.altKey || press.metaKey || (writing && !isFree(pressed))) return null;
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(press.code);
  // Ctrl and a digit alone are the browser's: its tabs.
  if (digit && press.ctrlKey === press.shiftKey) return { speaker: Number(digit[1]) - 1 };
  const bare = pressed.replace('Ctrl ', '');
  const found = Object.keys(chosen).find((name) => name.startsWith(SPEECH) && chosen[name] === bare);
  const means = found?.slice(SPEECH.length) ?? (SPEECH + bare in chosen ? '' : bare);
  return ACTIONS[means] ?? (press.ctrlKey ? (WITH_CTRL[means] ?? null) : null);
}
