// Places in a text: what leaves the page counts Unicode code points, what the browser selects counts UTF-16 units.

const BLOCK_UNITS = 500;
const PARAGRAPH_UNITS_MAX = 2_000;

/** A piece of the text that is drawn as one box: whole paragraphs, or a part of a very long one. */
export type Block = { text: string; unit: number; point: number };

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

export class Places {
  readonly blocks: Block[] = [];
  readonly #units = new Map<number, number>();

  constructor(readonly text: string) {
    let [unit, point] = [0, 0];
    while (unit < text.length) {
      const end = this.#blockEnd(unit);
      const piece = text.slice(unit, end);
      this.blocks.push({ text: piece, unit, point });
      unit = end;
      point += points(piece, piece.length);
    }
  }

  /** Code points before a UTF-16 unit. Only its own block is counted. */
  point(unit: number): number {
    const block = this.#at((one) => one.unit <= unit);
    return block ? block.point + points(block.text, unit - block.unit) : 0;
  }

  /** UTF-16 units before a code point. */
  unit(point: number): number {
    let unit = this.#units.get(point);
    if (unit === undefined) this.#units.set(point, (unit = this.#unit(point)));
    return unit;
  }

  #unit(point: number): number {
    const block = this.#at((one) => one.point <= point);
    if (!block) return 0;
    let at = 0;
    for (let left = point - block.point; left > 0 && at < block.text.length; left -= 1) at += block.text.codePointAt(at)! > 0xffff ? 2 : 1;
    return block.unit + at;
  }

  /** The units of a selection, widened to whole grapheme clusters. */
  snapped(start: number, end: number): [start: number, end: number] {
    return [this.#cluster(start)[0], this.#cluster(end)[0] === end ? end : this.#cluster(end)[1]];
  }

  /** A selection as a place of the text: whole clusters without blanks at the ends, in code points. None where nothing is left. */
  place(start: number, end: number): [start: number, end: number] | null {
    const [from, to] = this.snapped(start, end);
    const piece = this.text.slice(from, to);
    const blank = piece.length - piece.trimStart().length;
    const place: [number, number] = [this.point(from + blank), this.point(from + piece.trimEnd().length)];
    return place[0] < place[1] ? place : null;
  }

  /** What stands from one code point up to another. */
  between(start: number, end: number): string {
    return this.text.slice(this.unit(start), this.unit(end));
  }

  /** The number of the block that a unit is in. */
  blockAt(unit: number): number {
    const block = this.#at((one) => one.unit <= unit);
    return block ? this.blocks.indexOf(block) : 0;
  }

  /** The cluster that a unit belongs to. No cluster reaches over the end of a block. */
  #cluster(unit: number): [start: number, end: number] {
    const block = this.#at((one) => one.unit <= unit);
    const found = block && graphemes.segment(block.text).containing(unit - block.unit);
    return found ? [block.unit + found.index, block.unit + found.index + found.segment.length] : [unit, unit];
  }

  /** After the first line end behind enough text; in a paragraph too long for one box, between two clusters after a blank. */
  #blockEnd(unit: number): number {
    const { text } = this;
    const line = text.indexOf('\n', Math.min(unit + BLOCK_UNITS, text.length));
    const end = line < 0 ? text.length : line + 1;
    if (end - unit <= PARAGRAPH_UNITS_MAX) return end;
    const piece = text.slice(unit, unit + PARAGRAPH_UNITS_MAX);
    const blank = piece.lastIndexOf(' ', piece.length - 2);
    const cut = graphemes.segment(piece).containing(blank < BLOCK_UNITS ? piece.length - 1 : blank + 1)!.index;
    // A heap of thousands of marks on one letter is one cluster, and stays whole.
    return unit + (cut || graphemes.segment(text.slice(unit, end)).containing(0)!.segment.length);
  }

  /** The last block of those for which `before` holds, which are the first ones. */
  #at(before: (block: Block) => boolean): Block | undefined {
    let [low, high] = [0, this.blocks.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (before(this.blocks[middle]!)) low = middle + 1;
      else high = middle;
    }
    return this.blocks[low - 1];
  }
}

function points(text: string, units: number): number {
  let count = 0;
  for (let at = 0; at < units; count += 1) at += text.codePointAt(at)! > 0xffff ? 2 : 1;
  return count;
}
