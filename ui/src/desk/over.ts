// What comes over the desk, or in a task's place: not needed before the first task is there. Each comes with its words.
import { untrack } from 'svelte';

import { words } from '../words/words.svelte';

/** Whoever awaits it on a page does not await it anew when more words come, or others. */
async function withWords<T>(file: Promise<T>): Promise<T> {
  const [came] = await Promise.all([file, untrack(() => words.come('instruments'))]);
  return came;
}

export const comeBeside = () => withWords(import('./Beside.svelte'));
export const comeComfort = () => withWords(import('../parts/Comfort.svelte'));
export const comeKeys = () => withWords(import('./Keys.svelte'));
export const comeLeaving = () => withWords(import('./Leaving.svelte'));
export const comeMyTime = () => withWords(import('./MyTimeOver.svelte'));
export const comeNoTask = () => withWords(import('./NoTask.svelte'));
export const comePassOn = () => withWords(import('./PassOn.svelte'));
export const comeRefusedAnswers = () => withWords(import('./RefusedAnswers.svelte'));
export const comeSignInOver = () => withWords(import('./SignInOver.svelte'));
export const comeTimeInSight = () => withWords(import('./TimeInSight.svelte'));
