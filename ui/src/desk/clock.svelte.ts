// The time that each task takes, by what this page can tell without looking: whether it has focus, that there was input, that a recording plays.
// No key, no place of the pointer, no picture and no address is kept.
import { begun, type Count, counted, type News, sums, type Time } from './counting';

const NONE: Time = { active_ms: 0, focus_ms: 0, input_ms: 0, playing_ms: 0, paused_ms: 0 };
const INPUT = ['keydown', 'input', 'pointerdown', 'pointermove', 'scroll'];

export class Clock {
  paused = $state(false);
  /** By assignment: a task that is undone, or comes back, goes on where it was left. */
  #times = new Map<string, Time>();
  #task: string | undefined;
  #count: Count | undefined;
  #closing = new AbortController();

  constructor() {
    const { signal } = this.#closing;
    // On the way down: what an answer takes is asked for by whoever hears of the same press after this.
    const first = { capture: true, passive: true, signal };
    for (const kind of INPUT) addEventListener(kind, () => this.#hear({}, true), first);
    for (const kind of ['focus', 'blur']) addEventListener(kind, () => this.#hear({ focused: document.hasFocus() }), first);
    for (const kind of ['play', 'pause', 'ratechange']) addEventListener(kind, () => this.#hear({ plays_ms: playing() }, true), first);
  }

  close(): void {
    this.#closing.abort();
  }

  /** The task is on the page now. */
  begin(task: string | undefined): void {
    this.#keep();
    this.#task = task;
    this.#count = task ? begun(this.#times.get(task) ?? NONE, performance.now()) : undefined;
    this.#hear({ focused: document.hasFocus(), plays_ms: playing(), paused: this.paused });
  }

  pause(paused: boolean): void {
    this.paused = paused;
    this.#hear({ paused }, true);
  }

  /** What a task took so far. `before`: what was known of it before this page was opened; the same hours are never counted twice. */
  time(task: string, before?: Time | null): Time {
    if (task === this.#task) {
      this.#hear({});
      this.#keep();
    }
    const here = this.#times.get(task) ?? NONE;
    if (!before || before.active_ms <= here.active_ms) return here;
    this.#times.set(task, before);
    if (task === this.#task) Object.assign(this.#count!, before);
    return before;
  }

  #hear(news: News, sign = false): void {
    if (this.#count) this.#count = counted(this.#count, performance.now(), news, sign);
  }

  #keep(): void {
    if (this.#task && this.#count) this.#times.set(this.#task, sums(this.#count));
  }
}

/** How long the recording that plays takes at its speed; 0 where none does. */
function playing(): number {
  const all = [...document.querySelectorAll<HTMLMediaElement>('audio, video')];
  return Math.max(0, ...all.filter((one) => !one.paused).map((one) => (one.duration * 1000) / one.playbackRate || 0));
}
