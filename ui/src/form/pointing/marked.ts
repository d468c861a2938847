// What is marked in a text, as it is answered. Each change gives a new value, in the engine's own order.
import type { Schemas } from '../../api/api';

export type Span = Schemas['Span'];
export type Relation = { from: number; to: number; label: string };
export type Marked = { spans: Span[]; relations: Relation[] };
type Joined = { from: Span; to: Span; label: string };

export const SPANS_MAX = 2000;

/** By what a span is told from the others. */
export const keyOf = (span: Span): string => `${span.start} ${span.end} ${span.label}`;

export function added(marked: Marked, span: Span): Marked {
  return arranged([...marked.spans, span], joined(marked));
}

/** Without the span, and without what joined it to others. */
export function removed(marked: Marked, span: Span): Marked {
  return arranged(
    marked.spans.filter((one) => one !== span),
    joined(marked).filter((one) => one.from !== span && one.to !== span),
  );
}

/** The span as another, with the relations that still fit. */
export function replaced(marked: Marked, span: Span, other: Span, element: Schemas['Spans']): Marked {
  const as = (one: Span): Span => (one === span ? other : one);
  return arranged(
    marked.spans.map(as),
    joined(marked)
      .map((one) => ({ from: as(one.from), to: as(one.to), label: one.label }))
      .filter((one) => fitting(element, one.from, one.to).some((relation) => relation.name === one.label)),
  );
}

export function related(marked: Marked, from: Span, to: Span, label: string): Marked {
  const others = joined(marked).filter((one) => one.from !== from || one.to !== to || one.label !== label);
  return arranged(marked.spans, [...others, { from, to, label }]);
}

export function unrelated(marked: Marked, relation: Relation): Marked {
  return { spans: marked.spans, relations: marked.relations.filter((one) => one !== relation) };
}

/** The relations that can lead from one span to another. */
export function fitting(element: Schemas['Spans'], from: Span, to: Span): Schemas['SpanRelation'][] {
  if (from === to) return [];
  return (element.relations ?? []).filter((one) => one.from_labels.includes(from.label) && one.to_labels.includes(to.label));
}

/** The shortest span that has all of a place. */
export function around(marked: Marked, start: number, end: number): Span | undefined {
  const whole = marked.spans.filter((span) => span.start <= start && end <= span.end);
  return whole.sort((one, other) => one.end - one.start - (other.end - other.start))[0];
}

function joined(marked: Marked): Joined[] {
  return marked.relations.map((one) => ({ from: marked.spans[one.from]!, to: marked.spans[one.to]!, label: one.label }));
}

function arranged(spans: Span[], relations: Joined[]): Marked {
  const order = [...spans].sort(
    (one, other) => one.start - other.start || one.end - other.end || (one.label < other.label ? -1 : one.label > other.label ? 1 : 0),
  );
  const place = new Map(order.map((span, at) => [span, at]));
  return { spans: order, relations: relations.map((one) => ({ from: place.get(one.from)!, to: place.get(one.to)!, label: one.label })) };
}
