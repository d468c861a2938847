// Which presses somebody can choose for what.
import { type Chosen, SPEECH } from './keymap.ts';

/** What browsers keep for themselves, and what a writer needs. */
const KEPT = /^Ctrl (Shift )?(Key[ACFLNPQRTVWXYZ]|Digit\d|Minus|Equal|F4|F5)$/;
const CHOOSABLE = /^(Ctrl )?(Shift )?(Key[A-Z]|Digit\d|F([2-46-9]|10)|Enter|Slash|Comma|Period|Semicolon|Quote|BracketLeft|BracketRight|Backslash|Minus|Equal|Backquote)$/;

/** Why somebody can't choose a press for something: it is no key for that, or means something already. `meanings` is all that is in use. */
export function unfit(press: string, wanted: string, chosen: Chosen, meanings: readonly string[]): { kept: true } | { taken: string } | null {
  if (!CHOOSABLE.test(press) || KEPT.test(press)) return { kept: true };
  const plain = (one: string): string => one.replace(SPEECH, '').replace('Ctrl ', '');
  const taken = meanings.find((one) => {
    const its = chosen[one] ?? one;
    // With Ctrl or without, a listener's keys do the same.
    const isSame = one.startsWith(SPEECH) || wanted.startsWith(SPEECH) ? plain(its) === plain(press) : its === press;
    return one !== wanted && isSame;
  });
  return taken === undefined ? null : { taken };
}
