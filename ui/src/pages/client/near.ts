// What is said of near-duplicates: where the sweep is, and what it found.
import type { Schemas } from '../../api/api';
import { count, percent, t } from '../../words/words.svelte';

/** Rounded down: what is nearly the same is never said to be the same. */
export const alike = (likeness: number): string => percent(Math.floor(likeness * 100) / 100);

export function sentences(near: Schemas['NearDuplicates']): string[] {
  const said: string[] = [];
  if (near.looking) {
    const read = { read: count(near.tasks_read), tasks: count(near.tasks_to_read) };
    said.push(near.tasks_read < near.tasks_to_read ? t('near-looking', read) : t('near-comparing'));
  }
  if (near.copies > 0) said.push(t('near-some', { copies: near.copies, tasks: near.tasks }));
  else if (!near.looking) said.push(t('near-none', { tasks: near.tasks }));
  return said;
}
