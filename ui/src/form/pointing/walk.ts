// Steps through a text by keyboard: words, parts of them, sentences, letters. Only the block one is in is cut into pieces.
import type { Places } from './places';

/** A word is something to point at; a part is also the sign between two words. */
export type Step = 'word' | 'part' | 'sentence' | 'letter';
type Place = [start: number, end: number];

const GRANULARITY = { word: 'word', part: 'word', sentence: 'sentence', letter: 'grapheme' } as const;
const RIGHT_TO_LEFT = /\p{Script=Arabic}|\p{Script=Hebrew}|\p{Script=Syriac}|\p{Script=Thaana}|\p{Script=Nko}/u;
const PICTURE = /\p{Extended_Pictographic}/u;
const CUTS_KEPT = 40;

export class Walk {
  readonly #cuts = new Map<string, Place[]>();

  constructor(readonly places: Places) {}

  /** The first piece that begins at the unit or after it. */
  next(unit: number, step: Step): Place | null {
    for (let block = this.places.blockAt(unit); block < this.places.blocks.length; block += 1) {
      const found = this.#cut(block, step).find(([start]) => start >= unit);
      if (found) return found;
    }
    return null;
  }

  /** The last piece that ends at the unit or before it. */
  previous(unit: number, step: Step): Place | null {
    for (let block = this.places.blockAt(unit); block >= 0 && this.places.blocks.length > 0; block -= 1) {
      const found = this.#cut(block, step).findLast(([, end]) => end <= unit);
      if (found) return found;
    }
    return null;
  }

  /** The piece that a place is a part of, if it is more than that place. */
  around([start, end]: Place, step: Step): Place | null {
    const found = this.#cut(this.places.blockAt(start), step).find((piece) => piece[0] <= start && end <= piece[1]);
    return found && (found[0] < start || end < found[1]) ? found : null;
  }

  /** Whether the paragraph around a unit runs from right to left: its first letter says so. */
  rightToLeft(unit: number): boolean {
    const block = this.places.blocks[this.places.blockAt(unit)];
    if (!block) return false;
    const from = block.text.lastIndexOf('\n', unit - block.unit - 1) + 1;
    const letter = /\p{L}/u.exec(block.text.slice(from).split('\n', 1)[0]!);
    return !!letter && RIGHT_TO_LEFT.test(letter[0]);
  }

  /** The pieces of a block, in units of the text, without blanks at their ends. */
  #cut(number: number, step: Step): Place[] {
    const key = `${number} ${step}`;
    const kept = this.#cuts.get(key);
    if (kept) return kept;
    const block = this.places.blocks[number]!;
    const pieces: Place[] = [];
    for (const one of new Intl.Segmenter(undefined, { granularity: GRANULARITY[step] }).segment(block.text)) {
      if (step === 'word' && !one.isWordLike && !PICTURE.test(one.segment)) continue;
      const start = block.unit + one.index + one.segment.length - one.segment.trimStart().length;
      const end = block.unit + one.index + one.segment.trimEnd().length;
      if (start < end) pieces.push([start, end]);
      else if (step === 'letter') pieces.push([block.unit + one.index, block.unit + one.index + one.segment.length]);
    }
    if (this.#cuts.size >= CUTS_KEPT) this.#cuts.clear();
    this.#cuts.set(key, pieces);
    return pieces;
  }
}
