// The peaks of a recording, a block at a time, as they are needed.
import { BLOCK_BUCKETS, blocks, range, type View } from './waveform';

const ASK_AGAIN_MS = 2000;

export class Peaks {
  /** How many times something came: whoever draws looks at it, and draws again. */
  came = $state(0);
  /** They can't be had: there is no waveform, and everything else works. */
  failed = $state(false);
  /** By level and block; null while it is on its way. */
  readonly #blocks = new Map<string, Int8Array | null>();
  readonly #stopped = new AbortController();

  constructor(
    readonly path: string,
    readonly durationMs: number,
  ) {}

  /** How to look up a bucket of a level: its least and its greatest sample, null if it is not here (yet). */
  of(perSecond: number): (bucket: number) => readonly [number, number] | null {
    let [number, block]: [number, Int8Array | null | undefined] = [-1, null];
    return (bucket) => {
      const wanted = Math.floor(bucket / BLOCK_BUCKETS);
      if (wanted !== number) [number, block] = [wanted, this.#blocks.get(`${perSecond}/${wanted}`)];
      const place = 2 * (bucket - wanted * BLOCK_BUCKETS);
      return block && place + 1 < block.length ? [block[place]!, block[place + 1]!] : null;
    };
  }

  /** Bring what a view needs. */
  want(perSecond: number, view: View): void {
    for (const block of blocks({ from: view.from, to: Math.min(view.to, this.durationMs) }, perSecond)) {
      if (!this.#blocks.has(`${perSecond}/${block}`)) void this.#bring(perSecond, block);
    }
  }

  close(): void {
    this.#stopped.abort();
  }

  async #bring(perSecond: number, block: number): Promise<void> {
    const key = `${perSecond}/${block}`;
    this.#blocks.set(key, null);
    const [first, last] = range(block);
    const { signal } = this.#stopped;
    const reply = await fetch(`${this.path}/${perSecond}`, { headers: { range: `bytes=${first}-${last}` }, signal }).catch(() => null);
    const content = reply?.ok ? await reply.arrayBuffer().catch(() => null) : null;
    if (signal.aborted) return;
    if (content) {
      this.#blocks.set(key, new Int8Array(content));
      this.came += 1;
    } else if (reply && !reply.ok && reply.status !== 503) {
      this.failed = true;
    } else {
      // They are being made, or the engine is away.
      setTimeout(() => !signal.aborted && void this.#bring(perSecond, block), ASK_AGAIN_MS);
    }
  }
}
