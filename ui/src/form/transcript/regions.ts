// Regions of a recording and what is done to them: pure, so that pointer, key and field all do the same. No imports at run time: the
// tests run this file as it is.
import type { Schemas } from '../../api/api';

export type Region = Schemas['Region'];
/** What came of it, and where the region in question is now. */
export type Edited = { regions: Region[]; at: number };
export type Trouble = 'length' | 'beyond' | 'overlap' | 'speaker' | 'text';

export const LEAST_MS = 10;
const BEGUN_MS = 2000; // how long a region is that was only begun

/** What keeps each region from being right, as the engine would say; null where nothing does. They are in the order of their beginnings. */
export function troubles(regions: readonly Region[], speakers: readonly string[], durationMs: number | null): (Trouble | null)[] {
  const ends = new Map<string | null, number>();
  return regions.map((one) => {
    const before = ends.get(one.speaker ?? null) ?? 0;
    ends.set(one.speaker ?? null, Math.max(before, one.end_ms));
    if (one.start_ms < 0 || one.end_ms <= one.start_ms) return 'length';
    if (one.start_ms < before) return 'overlap';
    if (durationMs !== null && one.end_ms > durationMs) return 'beyond';
    if (speakers.length > 0 ? !speakers.includes(one.speaker ?? '') : one.speaker != null) return 'speaker';
    return one.text.trim() === '' ? 'text' : null;
  });
}

/** Whether they can be sent. */
export function fits(regions: readonly Region[], speakers: readonly string[], charsMax: number): boolean {
  const characters = regions.reduce((sum, one) => sum + [...one.text].length, 0);
  return regions.length > 0 && characters <= charsMax && troubles(regions, speakers, null).every((one) => one === null);
}

/** The region in the place of the one at `at`, or besides if there is none, in the order of beginnings. */
function placed(regions: readonly Region[], at: number | null, region: Region): Edited {
  const others = regions.filter((_, index) => index !== at);
  const after = others.findIndex((one) => one.start_ms > region.start_ms);
  const place = after < 0 ? others.length : after;
  return { regions: others.toSpliced(place, 0, region), at: place };
}

/** Where a speaker may speak around a moment: from the end of what they said before to the beginning of what they say next. */
function room(regions: readonly Region[], at: number | null, speaker: string | null, aroundMs: number, durationMs: number): [number, number] {
  let [from, to] = [0, durationMs];
  regions.forEach((one, index) => {
    if (index === at || (one.speaker ?? null) !== speaker) return;
    if (one.start_ms <= aroundMs) from = Math.max(from, one.end_ms);
    else to = Math.min(to, one.start_ms);
  });
  return [from, to];
}

const within = (least: number, value: number, most: number): number => Math.max(least, Math.min(value, most));

/** A new region from one moment to another, in either order; as long as there is room for its speaker, else null. */
export function drawn(regions: readonly Region[], oneMs: number, otherMs: number, speaker: string | null, durationMs: number): Edited | null {
  const [first, last] = [Math.min(oneMs, otherMs), Math.max(oneMs, otherMs)];
  const [from, to] = room(regions, null, speaker, oneMs, durationMs);
  const [start, end] = [Math.round(within(from, first, to)), Math.round(within(from, last, to))];
  if (end - start < LEAST_MS) return null;
  return placed(regions, null, { start_ms: start, end_ms: end, speaker, text: '' });
}

/** A new region that begins at a moment, and ends where the next one begins or soon. */
export function begun(regions: readonly Region[], atMs: number, speaker: string | null, durationMs: number): Edited | null {
  return drawn(regions, atMs, atMs + BEGUN_MS, speaker, durationMs);
}

/** One edge of a region at a moment: not past its other edge, nor into what its speaker says before or after. */
export function resized(regions: readonly Region[], at: number, edge: 'start' | 'end', ms: number, durationMs: number): Edited {
  const one = regions[at]!;
  const [from, to] = room(regions, at, one.speaker ?? null, one.start_ms, durationMs);
  const moved =
    edge === 'start'
      ? { ...one, start_ms: Math.round(within(Math.min(from, one.start_ms), ms, one.end_ms - LEAST_MS)) }
      : { ...one, end_ms: Math.round(within(one.start_ms + LEAST_MS, ms, Math.max(to, one.start_ms + LEAST_MS))) };
  return placed(regions, at, moved);
}

/** A region earlier or later, as long as it is, between what its speaker says before and after. */
export function moved(regions: readonly Region[], at: number, byMs: number, durationMs: number): Edited {
  const one = regions[at]!;
  const length = one.end_ms - one.start_ms;
  const [from, to] = room(regions, at, one.speaker ?? null, one.start_ms, durationMs);
  if (to - from < length) return { regions: [...regions], at };
  const start = Math.round(within(from, one.start_ms + byMs, to - length));
  return placed(regions, at, { ...one, start_ms: start, end_ms: start + length });
}

/** A region in two at a moment within it; its text too, at `caret`. Where the moment is not within it, null. */
export function divided(regions: readonly Region[], at: number, ms: number, caret: number): Edited | null {
  const one = regions[at]!;
  const middle = Math.round(ms);
  if (middle < one.start_ms + LEAST_MS || middle > one.end_ms - LEAST_MS) return null;
  const first = { ...one, end_ms: middle, text: one.text.slice(0, caret).trimEnd() };
  const second = { ...one, start_ms: middle, text: one.text.slice(caret).trimStart() };
  return placed(placed(regions, at, first).regions, null, second);
}

export const changed = (regions: readonly Region[], at: number, change: Partial<Region>): Region[] =>
  regions.map((one, index) => (index === at ? { ...one, ...change } : one));

export const without = (regions: readonly Region[], at: number): Region[] => regions.filter((_, index) => index !== at);

/** The region that is heard at a moment; of several the one that began last; -1 for none. */
export const heard = (regions: readonly Region[], ms: number): number =>
  regions.findLastIndex((one) => one.start_ms <= ms && ms < one.end_ms);

/** 83456 as 1:23.456; with hours where there are any. */
export function clock(ms: number): string {
  const whole = Math.max(0, Math.round(ms));
  const pad = (value: number, places: number): string => String(value).padStart(places, '0');
  const [hours, minutes] = [Math.floor(whole / 3_600_000), Math.floor(whole / 60_000) % 60];
  const rest = `${pad(Math.floor(whole / 1000) % 60, 2)}.${pad(whole % 1000, 3)}`;
  return hours > 0 ? `${hours}:${pad(minutes, 2)}:${rest}` : `${minutes}:${rest}`;
}

/** What somebody wrote as a time, in milliseconds: 83.456, 1:23.456, 0:01:23,456, in either set of digits; null if it is none. */
export function parsed(written: string): number | null {
  const plain = written.trim().replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660));
  const match = /^(?:(?:(\d+):)?(\d+):)?(\d+)(?:[.,٫](\d{1,3}))?$/.exec(plain);
  if (!match) return null;
  const [hours, minutes, seconds] = [match[1], match[2], match[3]].map((part) => Number(part ?? 0)) as [number, number, number];
  return ((hours * 60 + minutes) * 60 + seconds) * 1000 + Number((match[4] ?? '').padEnd(3, '0'));
}
