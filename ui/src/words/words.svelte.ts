// The app's words in its languages, and numbers, money and time as the person reads them.
import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle';

import type { components } from '../api/schema';

export type Language = 'en' | 'ar';
export type Digits = 'latn' | 'arab';
type Facts = Record<string, FluentVariable>;

// Nobody waits for the words of another language, and nobody at the desk for those of other rooms.
const TEXTS = {
  en: { desk: () => import('./en.ftl?desk'), instruments: () => import('./en.ftl?instruments'), more: () => import('./en.ftl?more') },
  ar: { desk: () => import('./ar.ftl?desk'), instruments: () => import('./ar.ftl?instruments'), more: () => import('./ar.ftl?more') },
};
const PARTS = ['desk', 'instruments', 'more'] as const;
type Part = (typeof PARTS)[number];
const KEPT = 'amana.words';

class Words {
  language = $state<Language>('en');
  /** Arabic is read with either set of digits; which one is the reader's choice. */
  digits = $state<Digits>('latn');
  /** What was fetched, by language and part. */
  #here = $state.raw<Partial<Record<`${Language}.${Part}`, FluentResource>>>({});
  #parts: readonly Part[] = ['desk'];

  readonly locale = $derived(this.language === 'ar' ? `ar-u-nu-${this.digits}` : 'en-GB');
  readonly bundle = $derived(bundleOf(PARTS.map((part) => this.#here[`${this.language}.${part}`]), this.locale));

  constructor() {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? 'null') as { language: Language; digits: Digits } | null;
    this.language = kept?.language ?? (navigator.language.startsWith('ar') ? 'ar' : 'en');
    this.digits = kept?.digits ?? 'latn';
  }

  /** Fetch what is said at the desk; also by its instruments and what comes over it; or everywhere. It can't be said before. */
  async come(where: 'desk' | 'instruments' | 'everywhere'): Promise<void> {
    if (where === 'everywhere') this.#parts = PARTS;
    else if (where === 'instruments' && !this.#parts.includes('instruments')) this.#parts = ['desk', 'instruments'];
    await this.#fetch(this.language);
  }

  /** Rejects where the language can't be fetched; the page goes on in the one it has. */
  async choose(language: Language, digits: Digits = this.digits): Promise<void> {
    await this.#fetch(language);
    this.language = language;
    this.digits = digits;
    localStorage.setItem(KEPT, JSON.stringify({ language, digits }));
  }

  async #fetch(language: Language): Promise<void> {
    const missing = this.#parts.filter((part) => !this.#here[`${language}.${part}`]);
    if (missing.length === 0) return;
    const texts = await Promise.all(missing.map(async (part) => [`${language}.${part}`, (await TEXTS[language][part]()).default] as const));
    this.#here = { ...this.#here, ...Object.fromEntries(texts.map(([name, text]) => [name, new FluentResource(text)])) };
    await this.#fetch(language); // more may be said by now
  }
}

export const words = new Words();

function bundleOf(parts: (FluentResource | undefined)[], locale: string): FluentBundle {
  const bundle = new FluentBundle(locale);
  for (const part of parts) {
    const errors = part ? bundle.addResource(part) : [];
    if (errors.length > 0) throw errors[0];
  }
  return bundle;
}

/** The words called `id`, with `facts` filled in. A name that no language has is a mistake of ours and throws. */
export function t(id: string, facts: Facts = {}): string {
  const said = maybe(id, facts);
  if (said === null) throw new Error(`no words for ${id}`);
  return said;
}

/** The words called `id`, or null if there are none. */
export function maybe(id: string, facts: Facts = {}): string | null {
  const pattern = words.bundle.getMessage(id)?.value;
  return pattern ? words.bundle.formatPattern(pattern, facts) : null;
}

/** What the engine says in every language, in this one. */
export function say(said: string | components['schemas']['Said']): string {
  return typeof said === 'string' ? said : said[words.language];
}

export function count(value: number): string {
  return new Intl.NumberFormat(words.locale).format(value);
}

/** A figure with as many decimals as asked. */
export function figure(value: number, places: number): string {
  return new Intl.NumberFormat(words.locale, { minimumFractionDigits: places, maximumFractionDigits: places }).format(value);
}

export function percent(share: number, places = 0): string {
  return new Intl.NumberFormat(words.locale, { style: 'percent', minimumFractionDigits: places, maximumFractionDigits: places }).format(share);
}

/** How many decimals a currency has: 2 for EUR, 0 for JPY, 3 for KWD. */
export function decimals(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** An amount in minor units as money. */
export function money(amountMinor: number, currency: string): string {
  return new Intl.NumberFormat(words.locale, { style: 'currency', currency }).format(amountMinor / 10 ** decimals(currency));
}

export function moment(at: string): string {
  return new Intl.DateTimeFormat(words.locale, { dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(at));
}

/** The time of day. */
export function clock(at: number): string {
  return new Intl.DateTimeFormat(words.locale, { timeStyle: 'short' }).format(at);
}

/** A month, given by its first day. */
export function month(first: string): string {
  return new Intl.DateTimeFormat(words.locale, { year: 'numeric', month: 'long', timeZone: 'UTC' }).format(new Date(first));
}

/** A day of the calendar, `2026-11-23`, which is the same day everywhere. */
export function day(on: string): string {
  return new Intl.DateTimeFormat(words.locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(on));
}

/** Things side by side, as the language joins them. */
export function list(things: string[]): string {
  return new Intl.ListFormat(words.locale, { type: 'unit', style: 'short' }).format(things);
}

/** A length of time, in seconds. */
export function seconds(ms: number): string {
  return new Intl.NumberFormat(words.locale, { style: 'unit', unit: 'second', maximumFractionDigits: 1 }).format(ms / 1000);
}

export function fileSize(bytes: number): string {
  const [unit, size] = bytes < 1e6 ? ['kilobyte', bytes / 1e3] : ['megabyte', bytes / 1e6];
  return new Intl.NumberFormat(words.locale, { style: 'unit', unit: unit as string, maximumFractionDigits: 1 }).format(size as number);
}
