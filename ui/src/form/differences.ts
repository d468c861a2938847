// Where a text differs from another, word by word.

export type Piece = { text: string; differs: boolean };

const CELLS_MAX = 4_000_000;

const words = (text: string): string[] => text.match(/\S+\s*|\s+/g) ?? [];
const same = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase();

/** Of several texts the one that has most words of this one. */
export function nearest(text: string, others: string[]): string {
  const mine = new Set(words(text).map((word) => word.trim()));
  const shared = others.map((other) => words(other).filter((word) => mine.has(word.trim())).length);
  return others[shared.indexOf(Math.max(...shared))] ?? '';
}

/** The text in pieces, those marked that the other has not, by the longest run of words both have in order. */
export function differences(text: string, other: string): Piece[] {
  const [mine, theirs] = [words(text), words(other)];
  let start = 0;
  while (start < Math.min(mine.length, theirs.length) && same(mine[start]!, theirs[start]!)) start++;
  let end = 0;
  while (end < Math.min(mine.length, theirs.length) - start && same(mine.at(-1 - end)!, theirs.at(-1 - end)!)) end++;
  const kept = inBoth(mine.slice(start, mine.length - end), theirs.slice(start, theirs.length - end));
  const pieces: Piece[] = [];
  mine.forEach((word, at) => {
    const differs = at >= start && at < mine.length - end && !kept[at - start];
    const last = pieces.at(-1);
    if (last && last.differs === differs) last.text += word;
    else pieces.push({ text: word, differs });
  });
  return pieces;
}

export type Change = { text: string; kind: 'kept' | 'gone' | 'new' };

/** How a text became another, word by word: what stayed, what went, and what came, in the order in which one reads both. */
export function changes(before: string, after: string): Change[] {
  const [old, now] = [words(before), words(after)];
  const exact = (one: string, other: string): boolean => one.trim() === other.trim();
  let start = 0;
  while (start < Math.min(old.length, now.length) && exact(old[start]!, now[start]!)) start++;
  let end = 0;
  while (end < Math.min(old.length, now.length) - start && exact(old.at(-1 - end)!, now.at(-1 - end)!)) end++;
  const [oldMiddle, nowMiddle] = [old.slice(start, old.length - end), now.slice(start, now.length - end)];
  const [stayed, held] = [inBoth(oldMiddle, nowMiddle, exact), inBoth(nowMiddle, oldMiddle, exact)];
  const made: Change[] = [];
  const add = (text: string, kind: Change['kind']): void => {
    const last = made.at(-1);
    if (last?.kind === kind) last.text += text;
    else made.push({ text, kind });
  };
  now.slice(0, start).forEach((word) => add(word, 'kept'));
  for (let i = 0, j = 0; i < oldMiddle.length || j < nowMiddle.length; ) {
    if (i < oldMiddle.length && !stayed[i]) add(oldMiddle[i++]!, 'gone');
    else if (j < nowMiddle.length && !held[j]) add(nowMiddle[j++]!, 'new');
    else {
      add(nowMiddle[j++]!, 'kept');
      i++;
    }
  }
  now.slice(now.length - end).forEach((word) => add(word, 'kept'));
  return made;
}

/** Which of my words are in the longest common subsequence; none, where two texts are too long for it. */
function inBoth(mine: string[], theirs: string[], alike: (one: string, other: string) => boolean = same): boolean[] {
  const kept = mine.map(() => false);
  const width = theirs.length + 1;
  if ((mine.length + 1) * width > CELLS_MAX) return kept;
  const longest = new Uint16Array((mine.length + 1) * width);
  for (let i = mine.length - 1; i >= 0; i--) {
    for (let j = theirs.length - 1; j >= 0; j--) {
      longest[i * width + j] = alike(mine[i]!, theirs[j]!)
        ? longest[(i + 1) * width + j + 1]! + 1
        : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!);
    }
  }
  for (let i = 0, j = 0; i < mine.length && j < theirs.length; ) {
    if (alike(mine[i]!, theirs[j]!)) {
      kept[i++] = true;
      j++;
    } else if (longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!) i++;
    else j++;
  }
  return kept;
}
