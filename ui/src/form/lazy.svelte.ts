// The widgets that not every task needs. Each is fetched with the first form that has its element, before the task is shown.
import { words } from '../words/words.svelte';
import type { Element } from './complete';

const COME = {
  conversation: () => import('./Conversation.svelte'),
  quote: () => import('./Quote.svelte'),
  rewrite: () => import('./Rewrite.svelte'),
  scale: () => import('./Scale.svelte'),
  sources: () => import('./Sources.svelte'),
  spans: () => import('./Spans.svelte'),
  transcript: () => import('./transcript/Transcript.svelte'),
  tree: () => import('./TreeChoice.svelte'),
};
type Kind = keyof typeof COME;
type Widgets = { [kind in Kind]: Awaited<ReturnType<(typeof COME)[kind]>> };

class Lazy {
  /** Those that are here, with what else their files tell. */
  widgets = $state.raw<Partial<Widgets>>({});

  /** Fetch what these elements need and is not here yet. Throws where it can't be fetched. */
  async prepare(elements: readonly Element[]): Promise<void> {
    const lacking = [...new Set(elements.map((element) => element.element))].filter(
      (kind): kind is Kind => kind in COME && !(kind in this.widgets),
    );
    if (lacking.length === 0) return;
    const said = words.come('instruments');
    const came = await Promise.all(lacking.map(async (kind) => [kind, await COME[kind]()] as const));
    await said;
    this.widgets = { ...this.widgets, ...(Object.fromEntries(came) as Partial<Widgets>) };
  }
}

export const lazy = new Lazy();
