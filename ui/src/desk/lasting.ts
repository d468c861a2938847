// A length of time in words: 2 h 5 min, 3 min 20 s, 12 s.
import { list, words } from '../words/words.svelte';

export function lasting(ms = 0): string {
  const seconds = Math.round(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  const [hour, minute] = [Math.floor(minutes / 60), minutes % 60];
  const parts: [number, string][] = hour > 0 ? [[hour, 'hour'], [minute, 'minute']] : [[minute, 'minute'], [seconds % 60, 'second']];
  const said = parts.filter(([many], place) => many > 0 || (place === 1 && seconds < 60));
  return list(said.map(([many, unit]) => new Intl.NumberFormat(words.locale, { style: 'unit', unit, unitDisplay: 'short' }).format(many)));
}
