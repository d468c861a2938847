// A project's person wall in words: what it asks, and what of it keeps the reader out.
import type { Schemas } from '../api/api';
import { list, moment, t, words } from '../words/words.svelte';

export function countries(codes: readonly string[]): string {
  const names = new Intl.DisplayNames(words.locale, { type: 'region' });
  return list(codes.map((code) => names.of(code) ?? code));
}

/** What the client asks of whoever works there, a sentence each. */
export function rules(wall: Schemas['WallInWords']): string[] {
  const said: string[] = [];
  if (wall.elsewhere_days) said.push(t('wall-elsewhere', { days: wall.elsewhere_days }));
  if (wall.by_vendor) said.push(t('wall-vendor'));
  if (wall.clearance) said.push(t('wall-clearance', { level: wall.clearance }));
  if (wall.countries) said.push(t('wall-countries', { countries: countries(wall.countries) }));
  return said;
}

/** Why the reader may not work there now. */
export function reasons(kept: Schemas['KeptOut']): string[] {
  return kept.walls.map((wall) => t(`kept-out-${wall}`, { at: kept.until ? moment(kept.until) : '' }));
}
