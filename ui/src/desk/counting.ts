// How active time is counted: from signs of the person and what was true between them. Nothing else goes in, and nothing but sums comes out.
// No imports at run time: the tests run this file.

export type Time = { active_ms: number; focus_ms: number; input_ms: number; playing_ms: number; paused_ms: number };

/** `plays_ms`: how long the recording that plays is, 0 for none; `heard_ms`: what was heard since the last sign. */
export type Count = Time & { at: number; sign_at: number; focused: boolean; paused: boolean; plays_ms: number; heard_ms: number };

export type News = Partial<Pick<Count, 'focused' | 'paused' | 'plays_ms'>>;

/** Without a sign this long, time counts no more; but for a recording that plays, as long as it is. */
const IDLE_MS = 60_000;
const DAY_MS = 86_400_000;

export const begun = (time: Time, at: number): Count => ({
  ...time, at, sign_at: at, focused: false, paused: false, plays_ms: 0, heard_ms: 0,
});

/** What was counted when `now` came with news; `sign`: the person did something, or a recording began or ended. */
export function counted(before: Count, now: number, news: News, sign: boolean): Count {
  const gap = Math.max(0, now - before.at);
  const count = { ...before, at: before.at + gap };
  if (count.paused) {
    count.paused_ms += gap;
  } else {
    if (count.focused) count.focus_ms += gap;
    count.heard_ms = Math.max(count.heard_ms, Math.min(count.plays_ms, count.heard_ms + gap));
  }
  if (sign) {
    const since = count.at - count.sign_at;
    if (!count.paused) {
      const input = since < IDLE_MS ? since : 0;
      count.input_ms += input;
      count.playing_ms += count.heard_ms;
      count.active_ms += input || count.heard_ms;
    }
    count.sign_at = count.at;
    count.heard_ms = 0;
  }
  return Object.assign(count, news);
}

/** The sums alone, as whole numbers that a day can hold. */
export function sums({ active_ms, focus_ms, input_ms, playing_ms, paused_ms }: Time): Time {
  const whole = (ms: number): number => Math.min(DAY_MS, Math.round(ms));
  return {
    active_ms: whole(active_ms), focus_ms: whole(focus_ms), input_ms: whole(input_ms), playing_ms: whole(playing_ms), paused_ms: whole(paused_ms),
  };
}
