// The keys as the person at this device wants them.
import { cap, type Chosen, meaning, pressOf, spelled } from './keymap';

const KEPT = 'amana.keys';

class Keys {
  chosen = $state.raw<Chosen>(kept());

  /** What a press does at the desk. */
  means(event: KeyboardEvent): string {
    return meaning(pressOf(event), this.chosen);
  }

  /** What is printed on the key that does it. */
  cap(means: string): string {
    return cap(means, this.chosen);
  }

  /** The same for those who don't see it. */
  spelled(means: string): string {
    return spelled(means, this.chosen);
  }

  choose(chosen: Chosen): void {
    this.chosen = chosen;
    localStorage.setItem(KEPT, JSON.stringify(chosen));
  }
}

function kept(): Chosen {
  try {
    return (JSON.parse(localStorage.getItem(KEPT) ?? '{}') ?? {}) as Chosen;
  } catch {
    return {}; // nobody is kept from work by what was written there
  }
}

export const keys = new Keys();
