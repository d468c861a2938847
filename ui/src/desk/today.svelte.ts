// What today's answers of one project took: the engine's count when the page was opened, and the receipts since. Midnight is where the person is.
import type { Desk } from './desk.svelte';

/** An hour's pay can be told from so much time on. */
const TELLING_MS = 300_000;
const LOOK_MS = 10_000;

export class Today {
  activeMs = $state(0);
  readonly #unhear: () => void;
  /** By submit: what an undo takes back. */
  #took = new Map<string, number>();
  #date = new Date().toDateString();
  // A timer set to midnight would be late by as long as the machine slept.
  readonly #timer = setInterval(() => this.#turn(), LOOK_MS);

  constructor(readonly desk: Desk) {
    this.activeMs = desk.project.active_ms;
    this.#unhear = desk.outbox.on((outcome) => {
      if ('problem' in outcome || outcome.intent.project !== desk.project.project_id) return;
      const { kind, body } = outcome.intent;
      if (kind === 'submit') {
        this.#took.set(body.submit_id, body.active_ms ?? 0);
        this.more(body.active_ms ?? 0);
      } else if (kind === 'undo') this.more(-(this.#took.get(body.submit_id) ?? 0));
    });
  }

  close(): void {
    this.#unhear();
    clearInterval(this.#timer);
  }

  /** What an hour of today paid, once that can be told. */
  get hourlyMinor(): number | undefined {
    return this.activeMs < TELLING_MS ? undefined : (this.desk.earnedMinor * 3_600_000) / this.activeMs;
  }

  /** Today's answers took so much more, or less. */
  more(ms: number): void {
    this.activeMs = Math.max(0, this.activeMs + ms);
  }

  #turn(): void {
    const date = new Date().toDateString();
    if (date === this.#date) return;
    this.#date = date;
    this.#took.clear();
    this.activeMs = this.desk.answered = this.desk.earnedMinor = 0;
  }
}
