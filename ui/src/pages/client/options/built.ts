// A form while it is built: what is typed about each element, and the elements as the engine takes them.

export const KINDS = ['text', 'conversation', 'file', 'choice', 'choices', 'scale', 'free_text', 'rewrite', 'spans'] as const;
export type Kind = (typeof KINDS)[number];

export type Built = {
  kind: Kind;
  label: string;
  /** What exports call the answer; made from the label where nothing is written. */
  name: string;
  field: string;
  required: boolean;
  /** Options or points, one a line. */
  lines: string;
  overlaps: boolean;
  least: number;
  most: number | null;
  /** The choice above that decides whether it is asked, and at which of its options. */
  when: string;
  whenValues: string[];
};

export const reads = (kind: Kind): boolean => kind === 'text' || kind === 'conversation' || kind === 'file' || kind === 'rewrite' || kind === 'spans';
export const asks = (kind: Kind): boolean => !(kind === 'text' || kind === 'conversation' || kind === 'file');

export const built = (kind: Kind, said: Partial<Built> = {}): Built => ({
  kind,
  label: '',
  name: '',
  field: reads(kind) ? (asks(kind) ? 'text' : kind) : '',
  required: kind !== 'free_text',
  lines: '',
  overlaps: false,
  least: 0,
  most: null,
  when: '',
  whenValues: [],
  ...said,
});

export const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** The elements' names in order: as written, or from the label; a label of another script than Latin gives its place. */
export function names(elements: readonly Built[]): string[] {
  const taken = new Set(elements.map((one) => one.name.trim()).filter((name) => name !== ''));
  return elements.map((one, index) => {
    if (!asks(one.kind)) return '';
    if (one.name.trim() !== '') return one.name.trim();
    const plain = one.label.normalize('NFKD').toLowerCase().replaceAll(/[^a-z0-9]+/g, '_').replaceAll(/^[_0-9]+|_+$/g, '').slice(0, 40);
    const name = plain === '' || taken.has(plain) ? `question_${index + 1}` : plain;
    taken.add(name);
    return name;
  });
}

/** As the engine takes them; it says what is wrong with them. */
export function declared(elements: readonly Built[]): Record<string, unknown>[] {
  const named = names(elements);
  return elements.map((one, index) => {
    const label = one.label.trim();
    const when = one.when !== '' ? { when: { name: one.when, values: one.whenValues } } : {};
    const asked = { element: one.kind, name: named[index], label, ...when };
    switch (one.kind) {
      case 'text':
      case 'conversation':
      case 'file':
        return { element: one.kind, field: one.field.trim(), required: one.required, ...(label ? { label } : {}) };
      case 'choice':
        return { ...asked, options: lines(one.lines) };
      case 'choices':
        return { ...asked, options: lines(one.lines), least: one.least, ...(one.most === null ? {} : { most: one.most }) };
      case 'scale':
        return { ...asked, ...(one.lines.trim() ? { points: lines(one.lines) } : {}) };
      case 'free_text':
        return { ...asked, required: one.required };
      case 'rewrite':
        return { ...asked, field: one.field.trim() };
      case 'spans':
        return { ...asked, field: one.field.trim(), options: lines(one.lines), overlaps: one.overlaps };
    }
  });
}
