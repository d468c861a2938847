// A recording that is being listened to. The clock is the audio's own: what the page shows as the place is what `currentTime` says.

export const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 2] as const;

export class Player {
  positionMs = $state(0);
  playing = $state(false);
  durationMs = $state<number | null>(null);
  /** The stretch that is played again and again. */
  loop = $state.raw<{ start_ms: number; end_ms: number } | null>(null);

  #audio: HTMLAudioElement | undefined;
  #frame = 0;
  /** Where a stretch that was asked for ends. */
  #untilMs: number | null = null;

  constructor(knownMs: number | null) {
    this.durationMs = knownMs;
  }

  /** Use this element from now on; returns how to leave it. */
  attach(audio: HTMLAudioElement): () => void {
    this.#audio = audio;
    const follow = (): void => {
      this.#heard();
      cancelAnimationFrame(this.#frame);
      this.#frame = requestAnimationFrame(follow);
    };
    const on: Record<string, () => void> = {
      play: () => {
        this.playing = true;
        follow();
      },
      pause: () => {
        this.playing = false;
        this.#untilMs = null;
        cancelAnimationFrame(this.#frame);
        this.#heard();
      },
      seeked: () => this.#heard(),
      timeupdate: () => this.#heard(),
      loadedmetadata: () => {
        // What intake measured is exact; a browser's own figure of a stream is a guess.
        if (this.durationMs === null && Number.isFinite(audio.duration)) this.durationMs = Math.floor(audio.duration * 1000);
      },
    };
    for (const [kind, hear] of Object.entries(on)) audio.addEventListener(kind, hear);
    return () => {
      for (const [kind, hear] of Object.entries(on)) audio.removeEventListener(kind, hear);
      cancelAnimationFrame(this.#frame);
      audio.pause();
    };
  }

  toggle(): void {
    if (!this.#audio) return;
    if (!this.#audio.paused) return this.#audio.pause();
    this.#untilMs = null;
    if (this.loop && !(this.loop.start_ms <= this.positionMs && this.positionMs < this.loop.end_ms)) this.seek(this.loop.start_ms);
    this.#play();
  }

  /** From one moment to another, once. */
  play(startMs: number, endMs: number): void {
    this.seek(startMs);
    this.#untilMs = endMs;
    this.#play();
  }

  seek(ms: number): void {
    if (!this.#audio) return;
    this.positionMs = Math.max(0, Math.min(ms, this.durationMs ?? ms));
    this.#audio.currentTime = this.positionMs / 1000;
  }

  /** So much further, or back. */
  step(ms: number): void {
    this.seek((this.#audio?.currentTime ?? 0) * 1000 + ms);
  }

  /** The pitch stays as it is. */
  set speed(speed: number) {
    if (!this.#audio) return;
    this.#audio.preservesPitch = true;
    this.#audio.playbackRate = speed;
  }

  #play(): void {
    // Refused where the file did not come: the page says so in its place.
    this.#audio?.play().catch(() => undefined);
  }

  #heard(): void {
    if (!this.#audio) return;
    const ms = this.#audio.currentTime * 1000;
    this.positionMs = ms;
    if (!this.playing || this.#audio.seeking) return;
    if (this.#untilMs !== null) {
      if (ms >= this.#untilMs) this.#audio.pause();
    } else if (this.loop && ms >= this.loop.end_ms) {
      this.seek(this.loop.start_ms);
    }
  }
}
