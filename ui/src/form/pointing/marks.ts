// Marked places as they are drawn: cut where one begins or ends, each in a lane of its own beneath the words.

/** A place in UTF-16 units. `hue`: which of the eight colours; `label`: what stands behind its end. */
export type Mark = { key: string; start: number; end: number; hue: number; label: string; active: boolean };
export type Laid = Mark & { lane: number };
/** A piece of text and the marks it is part of, the longest first. */
export type Piece = { text: string; marks: (Laid & { ends: boolean })[] };

/** Each mark in the lowest lane that no shorter one of the same words has. */
export function laid(marks: Mark[]): Laid[] {
  const placed: Laid[] = [];
  for (const mark of [...marks].sort((one, other) => one.end - one.start - (other.end - other.start))) {
    const taken = new Set(placed.filter((one) => one.start < mark.end && mark.start < one.end).map((one) => one.lane));
    let lane = 0;
    while (taken.has(lane)) lane += 1;
    placed.push({ ...mark, lane });
  }
  return placed;
}

/** The text of a block, which begins at `unit`, in pieces. */
export function pieces(text: string, unit: number, marks: Laid[]): Piece[] {
  const end = unit + text.length;
  const edges = new Set([unit, end]);
  for (const mark of marks) for (const edge of [mark.start, mark.end]) if (unit < edge && edge < end) edges.add(edge);
  const cuts = [...edges].sort((one, other) => one - other);
  return cuts.slice(1).map((to, at) => {
    const from = cuts[at]!;
    const here = marks.filter((mark) => mark.start < to && from < mark.end).sort((one, other) => other.lane - one.lane);
    return { text: text.slice(from - unit, to - unit), marks: here.map((mark) => ({ ...mark, ends: mark.end === to })) };
  });
}
