// Labels as they are written: one a line; a line that stands further in is an attribute of the label above it, with its values.
import { list } from './classes';

type Attribute = { name: string; values: string[] };
type Label = string | { name: string; attributes: Attribute[] };
type Relation = { name: string; from_labels: string[]; to_labels: string[] };

const parted = (text: string): string[] => list(text.replaceAll(/[,،]/g, '\n'));

export function labels(text: string): Label[] {
  const found: { name: string; attributes: Attribute[] }[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const above = found.at(-1);
    if (/^\s/.test(line) && above) {
      const [name = '', values = ''] = line.split(':');
      above.attributes.push({ name: name.trim(), values: parted(values) });
    } else {
      found.push({ name: line.trim(), attributes: [] });
    }
  }
  return found.map((one) => (one.attributes.length === 0 ? one.name : one));
}

/** One a line: its name, and behind a colon from which labels it leads > to which. */
export function relations(text: string): Relation[] {
  return list(text).map((line) => {
    const [name = '', ends = ''] = line.split(':');
    const [from = '', to = ''] = ends.split('>');
    return { name: name.trim(), from_labels: parted(from), to_labels: parted(to) };
  });
}
