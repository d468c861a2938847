// Classes as they are written: one a line; in a tree, a line that stands further in belongs to the one above it.
export type Class = string | { name: string; children: Class[] };

export function list(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

export function tree(text: string): Class[] {
  type Node = { name: string; indent: number; children: Node[] };
  const root: Node = { name: '', indent: -1, children: [] };
  const open = [root];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const node: Node = { name: line.trim(), indent: line.search(/\S/), children: [] };
    while (open.at(-1)!.indent >= node.indent) open.pop();
    open.at(-1)!.children.push(node);
    open.push(node);
  }
  const plain = (node: Node): Class => (node.children.length === 0 ? node.name : { name: node.name, children: node.children.map(plain) });
  return root.children.map(plain);
}
