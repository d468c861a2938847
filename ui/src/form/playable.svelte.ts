// What a page plays of a file, while the engine may still be making it.
import type { Schemas } from '../api/api';
import { kept } from '../desk/kept';

const ASK_AGAIN_MS = 2000;

export class Playable {
  state = $state<'there' | 'being-made' | 'failed'>('there');
  #tries = $state(0);
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly media: Schemas['ShownMedia']) {}

  get src(): string {
    const path = this.media.playable_path ?? this.media.path;
    // Another address, so that the browser asks again.
    return this.#tries > 0 ? `${path}?again=${this.#tries}` : (kept.get(path) ?? path);
  }

  /** The element said that it can't be played: was it only not made yet? */
  async missed(): Promise<void> {
    this.state = 'failed';
    const reply = await fetch(this.media.playable_path ?? this.media.path, { headers: { range: 'bytes=0-0' } }).catch(() => null);
    if (reply?.status !== 503) return;
    this.state = 'being-made';
    this.#timer = setTimeout(() => this.again(), ASK_AGAIN_MS);
  }

  again(): void {
    this.state = 'there';
    this.#tries += 1;
  }

  close(): void {
    clearTimeout(this.#timer);
  }
}
