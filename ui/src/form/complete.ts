// What is asked as the answers stand, and whether an element has the answer it needs: what the engine would refuse is not sent.
import type { Schemas } from '../api/api';
import { lazy } from './lazy.svelte';

type Form = Schemas['Form'];
export type Element = Form['elements'][number];
export type Asking = Extract<Element, { name: string }>;
export type Answer = Record<string, unknown>;

export const asks = (element: Element): element is Asking => 'name' in element;

/** Whether the element is asked now; what is only read always is there. */
export function asked(element: Element, answer: Answer): boolean {
  return !asks(element) || !element.when || element.when.values.includes(answer[element.when.name] as number);
}

/** The names of what has an answer although it is not asked any more. */
export const stale = (form: Form, answer: Answer): string[] =>
  form.elements
    .filter(asks)
    .filter((element) => !asked(element, answer) && answer[element.name] !== undefined)
    .map((element) => element.name);

/** Whether every element that is asked has the answer it needs. */
export const completed = (form: Form, answer: Answer): boolean =>
  form.elements.every((element) => !asks(element) || !asked(element, answer) || complete(element, answer[element.name]));

export function complete(element: Asking, value: unknown): boolean {
  switch (element.element) {
    case 'choice':
    case 'tree':
    case 'scale':
      return value !== undefined;
    case 'choices': {
      const count = ((value as number[] | undefined) ?? []).length;
      return element.least <= count && count <= element.most;
    }
    case 'spans':
      return true;
    case 'quote':
      return !element.required || value !== undefined;
    case 'free_text':
      return !element.required || written(value).trim() !== '';
    case 'rewrite': {
      const text = (value as string | undefined) ?? element.start;
      const characters = [...text].length;
      return text.trim() !== '' && element.chars_min <= characters && characters <= element.chars_max && !unchanged(element, text);
    }
    case 'transcript': {
      const fits = lazy.widgets.transcript?.fits;
      if (element.timestamps) return !!fits?.((value as Schemas['Region'][] | undefined) ?? element.start, element.speakers, element.chars_max);
      const text = (value as string | undefined) ?? element.start_text;
      return text.trim() !== '' && [...text].length <= element.chars_max;
    }
  }
}

/** Whether a text differs from the original in nothing but the ends of lines and of the text. */
export function unchanged(element: Schemas['Rewrite'], text: string): boolean {
  const plain = (one: string): string => one.replaceAll(/\r\n?/g, '\n').trim();
  return plain(text) === plain(element.original);
}

const written = (value: unknown): string => (value as string | undefined) ?? '';
