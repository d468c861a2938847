// Something a page shows: loading, there, failed, or there but old because the engine is silent.
import { Problem, Unreachable } from './api';

export class Resource<T> {
  data = $state.raw<T>();
  problem = $state.raw<Problem>();
  offline = $state(false);

  constructor(private readonly load: () => Promise<T>) {}

  async refresh(): Promise<void> {
    try {
      this.data = await this.load();
      this.problem = undefined;
      this.offline = false;
    } catch (error) {
      // An engine that can't just now is as good as silent: what is shown, and what is being typed beside it, stays.
      if (error instanceof Unreachable || (error instanceof Problem && error.passing && this.data !== undefined)) this.offline = true;
      else if (error instanceof Problem) this.problem = error;
      else throw error;
    }
  }
}

// A look is repeated after this many times what it took: one that is dear at a million tasks is not asked for all the time.
const RESTS = 15;

/** Load when the page opens and whenever what `load` reads changes; again every `everyMs` while the page is visible, or more seldom. */
export function resource<T>(load: () => Promise<T>, everyMs = 0): Resource<T> {
  const made = new Resource(load);
  $effect(() => {
    let again: ReturnType<typeof setTimeout> | undefined;
    let left = false;
    const rest = (ms: number): void => {
      if (!left) again = setTimeout(wake, ms);
    };
    const look = async (): Promise<void> => {
      const began = performance.now();
      try {
        await made.refresh();
      } finally {
        rest(Math.max(everyMs || 3000, RESTS * (performance.now() - began)));
      }
    };
    const wake = (): void => {
      if (document.visibilityState === 'visible' && (everyMs > 0 || made.offline || made.problem?.passing)) void look();
      else rest(everyMs || 3000);
    };
    void look();
    return () => {
      left = true;
      clearTimeout(again);
    };
  });
  return made;
}
