// Files of the tasks that are next, fetched while somebody works on the one before: a tunnel takes no picture away, and nobody waits for a
// recording. They lie in this page's memory alone, as content lies in no browser; they go with their task.
import type { Schemas } from '../api/api';
import { kept } from './kept';

const ALL_BYTES_MAX = 128e6;
const ONE_BYTES_MAX = 32e6;

let wanted: readonly string[] = [];
let bytes = 0;
const sizes = new Map<string, number>();
let fetching: Promise<void> | undefined;

const paths = (task: Schemas['HeldTask']): string[] => (task.form.media ?? []).map((one) => one.playable_path ?? one.path);

/** Fetch the files of these tasks, in their order, and forget those of others. The first task's are on the page, which asks for them itself. */
export function hold(tasks: readonly Schemas['HeldTask'][]): void {
  const held = new Set(tasks.flatMap(paths));
  for (const path of [...kept.keys()].filter((one) => !held.has(one))) forget(path);
  wanted = [...new Set(tasks.slice(1).flatMap(paths))];
  fetching ??= fetchAll().finally(() => (fetching = undefined));
}

function forget(path: string): void {
  URL.revokeObjectURL(kept.get(path)!);
  kept.delete(path);
  bytes -= sizes.get(path) ?? 0;
  sizes.delete(path);
}

async function fetchAll(): Promise<void> {
  const tried = new Set<string>();
  for (;;) {
    const path = wanted.find((one) => !kept.has(one) && !tried.has(one));
    if (path === undefined || bytes >= ALL_BYTES_MAX) return;
    tried.add(path);
    // One that is not made yet, or does not come, the page asks for when it is shown.
    await fetchOne(path).catch(() => undefined);
  }
}

async function fetchOne(path: string): Promise<void> {
  const leaving = new AbortController();
  const reply = await fetch(path, { signal: leaving.signal, priority: 'low' });
  const size = Number(reply.headers.get('content-length') ?? Infinity);
  if (reply.status !== 200 || size > ONE_BYTES_MAX || bytes + size > ALL_BYTES_MAX) return leaving.abort();
  const blob = await reply.blob();
  if (!wanted.includes(path)) return;
  bytes += blob.size;
  sizes.set(path, blob.size);
  kept.set(path, URL.createObjectURL(blob));
}
