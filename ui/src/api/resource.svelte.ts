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

/** Load when the page opens and whenever what `load` reads changes; again every `everyMs` while the page is visible. */
export function resource<T>(load: () => Promise<T>, everyMs = 0): Resource<T> {
  const made = new Resource(load);
  $effect(() => {
    void made.refresh();
    const again = setInterval(() => {
      if (document.visibilityState === 'visible' && (everyMs > 0 || made.offline || made.problem?.passing)) void made.refresh();
    }, everyMs || 3000);
    return () => clearInterval(again);
  });
  return made;
}
