// How the pages look to the person at this device, where that is not what the device says by itself.
const KEPT = 'amana.comfort';

export const SIZES = [100, 115, 130, 150, 175, 200] as const;
export const COLOURS = ['device', 'light', 'dark'] as const;
export const MOTIONS = ['device', 'none'] as const;

type Chosen = { size: number; colours: (typeof COLOURS)[number]; motion: (typeof MOTIONS)[number] };

class Comfort {
  chosen = $state.raw<Chosen>({ size: 100, colours: 'device', motion: 'device', ...kept() });

  choose(change: Partial<Chosen>): void {
    this.chosen = { ...this.chosen, ...change };
    localStorage.setItem(KEPT, JSON.stringify(this.chosen));
    this.wear();
  }

  /** Let the page look so. */
  wear(): void {
    const { dataset, style } = document.documentElement;
    // All that is written is sized by the root; spaces and lines stay.
    style.fontSize = `${this.chosen.size}%`;
    dataset.colours = this.chosen.colours;
    dataset.motion = this.chosen.motion;
  }
}

function kept(): Partial<Chosen> {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? 'null') as Partial<Chosen>;
  } catch {
    return {};
  }
}

export const comfort = new Comfort();
