// Whether an element has the answer it needs: what the engine would refuse is not sent.
import type { Schemas } from '../api/api';

type Element = Schemas['Form']['elements'][number];

export function complete(element: Element, value: unknown): boolean {
  switch (element.element) {
    case 'choice':
    case 'tree':
      return value !== undefined;
    case 'choices': {
      const count = ((value as number[] | undefined) ?? []).length;
      return element.least <= count && count <= element.most;
    }
    case 'free_text':
      return !element.required || written(value).trim() !== '';
    case 'rewrite': {
      const text = (value as string | undefined) ?? element.start;
      const characters = [...text].length;
      return text.trim() !== '' && element.chars_min <= characters && characters <= element.chars_max && !unchanged(element, text);
    }
    default:
      return true;
  }
}

/** Whether a text differs from the original in nothing but the ends of lines and of the text. */
export function unchanged(element: Schemas['Rewrite'], text: string): boolean {
  const plain = (one: string): string => one.replaceAll(/\r\n?/g, '\n').trim();
  return plain(text) === plain(element.original);
}

const written = (value: unknown): string => (value as string | undefined) ?? '';
