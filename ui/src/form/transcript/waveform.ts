// Which peaks a stretch of a recording is drawn from, and what of them a column of pixels shows. No imports at run time: the tests run
// this file as it is.

/** A stretch of a recording, in milliseconds. */
export type View = { from: number; to: number };

/** Peaks are fetched by so many buckets, 12 kB: no more of a long recording comes here than is looked at. */
export const BLOCK_BUCKETS = 6000;
const VIEW_LEAST_MS = 500;

/** The coarsest of the levels that has a bucket for every pixel, or the finest one. */
export function level(levels: readonly number[], view: View, pixels: number): number {
  const wanted = (pixels * 1000) / (view.to - view.from);
  const sorted = [...levels].sort((one, other) => one - other);
  return sorted.find((one) => one >= wanted) ?? sorted.at(-1)!;
}

/** The numbers of the blocks that a view lies in. */
export function blocks(view: View, perSecond: number): number[] {
  const blockMs = (BLOCK_BUCKETS * 1000) / perSecond;
  const [first, last] = [Math.floor(Math.max(0, view.from) / blockMs), Math.floor(Math.max(0, view.to - 1) / blockMs)];
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** The bytes of a block: a pair of int8 a bucket. */
export const range = (block: number): [first: number, last: number] => [block * BLOCK_BUCKETS * 2, (block + 1) * BLOCK_BUCKETS * 2 - 1];

/** For each column of pixels the least and the greatest sample in it; 0 and 0 where `peak` knows none. */
export function columns(peak: (bucket: number) => readonly [number, number] | null, perSecond: number, view: View, pixels: number): Int8Array {
  const found = new Int8Array(2 * pixels);
  const bucketsAPixel = (((view.to - view.from) / 1000) * perSecond) / pixels;
  const first = (view.from / 1000) * perSecond;
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    const start = Math.floor(first + pixel * bucketsAPixel);
    const stop = Math.max(start + 1, Math.ceil(first + (pixel + 1) * bucketsAPixel));
    let [least, most] = [127, -128];
    for (let bucket = start; bucket < stop; bucket += 1) {
      const pair = peak(bucket);
      if (!pair) continue;
      least = Math.min(least, pair[0]);
      most = Math.max(most, pair[1]);
    }
    if (least <= most) found.set([least, most], 2 * pixel);
  }
  return found;
}

/** A view so much wider (2) or narrower (0.5), in which the moment stays where it was if it was in sight. */
export function zoomed(view: View, factor: number, aroundMs: number, durationMs: number): View {
  const width = view.to - view.from;
  const around = view.from <= aroundMs && aroundMs <= view.to ? aroundMs : view.from + width / 2;
  const wider = Math.max(Math.min(VIEW_LEAST_MS, durationMs), Math.min(width * factor, durationMs));
  return shifted({ from: around - ((around - view.from) / width) * wider, to: 0 }, wider, durationMs);
}

/** The view that begins there, within the recording. */
export function shifted(view: View, width: number, durationMs: number): View {
  const from = Math.max(0, Math.min(view.from, durationMs - width));
  return { from, to: from + width };
}

/** The view that shows a moment: the same one if it does already, else one that begins a little before. */
export function showing(view: View, ms: number, durationMs: number): View {
  if (view.from <= ms && ms < view.to) return view;
  const width = view.to - view.from;
  return shifted({ from: ms - width / 20, to: 0 }, width, durationMs);
}
