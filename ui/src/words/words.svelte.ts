// The app's words in its languages, and numbers, money and time as the person reads them.
import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle';

import type { components } from '../api/schema';
import ar from './ar.ftl?raw';
import en from './en.ftl?raw';

export type Language = 'en' | 'ar';
export type Digits = 'latn' | 'arab';
type Facts = Record<string, FluentVariable>;

const TEXTS: Record<Language, string> = { en, ar };
const KEPT = 'amana.words';

class Words {
  language = $state<Language>('en');
  /** Arabic is read with either set of digits; which one is the reader's choice. */
  digits = $state<Digits>('latn');

  readonly locale = $derived(this.language === 'ar' ? `ar-u-nu-${this.digits}` : 'en-GB');
  readonly bundle = $derived(bundleOf(this.language, this.locale));

  constructor() {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? 'null') as { language: Language; digits: Digits } | null;
    this.language = kept?.language ?? (navigator.language.startsWith('ar') ? 'ar' : 'en');
    this.digits = kept?.digits ?? 'latn';
  }

  choose(language: Language, digits: Digits = this.digits): void {
    this.language = language;
    this.digits = digits;
    localStorage.setItem(KEPT, JSON.stringify({ language, digits }));
  }
}

export const words = new Words();

function bundleOf(language: Language, locale: string): FluentBundle {
  const bundle = new FluentBundle(locale);
  const errors = bundle.addResource(new FluentResource(TEXTS[language]));
  if (errors.length > 0) throw errors[0];
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

export function percent(share: number): string {
  return new Intl.NumberFormat(words.locale, { style: 'percent' }).format(share);
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

export function fileSize(bytes: number): string {
  const [unit, size] = bytes < 1e6 ? ['kilobyte', bytes / 1e3] : ['megabyte', bytes / 1e6];
  return new Intl.NumberFormat(words.locale, { style: 'unit', unit: unit as string, maximumFractionDigits: 1 }).format(size as number);
}
