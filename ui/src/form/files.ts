// What content is made of, and which files of a form its elements refer to.
import type { Schemas } from '../api/api';

export type Part = Schemas['TextPart'] | Schemas['FilePart'];

/** The files that no element refers to: they stand above the elements. The others come first among the form's files. */
export function besides(form: Schemas['Form']): readonly Schemas['ShownMedia'][] {
  const places = form.elements.flatMap((element): number[] => {
    if (element.element === 'file' || element.element === 'transcript') return [element.file];
    if (element.element === 'conversation') return element.turns.flatMap((turn) => filed(turn.parts));
    if (element.element === 'panels') return element.items.flatMap(filed);
    return [];
  });
  return (form.media ?? []).slice(Math.max(-1, ...places) + 1);
}

const filed = (parts: Part[]): number[] => parts.flatMap((part) => (part.part === 'file' ? [part.file] : []));
