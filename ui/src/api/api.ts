// Talking to the engine: typed by its OpenAPI document, refusals as Problem, silence as Unreachable.
import createClient from 'openapi-fetch';

import { maybe, words } from '../words/words.svelte';
import type { components, paths } from './schema';

export type Schemas = components['schemas'];

const WAIT_MS = 15_000;

export const api = createClient<paths>({
  baseUrl: location.origin,
  fetch: (request: Request) => fetch(request, { signal: AbortSignal.timeout(WAIT_MS) }),
});

/** For a call that takes as long as it takes: a change of many tasks goes in portions. */
export const untilDone = (request: Request): Promise<Response> => fetch(request);

/** The engine answered and said no; `code` is for the program, `words` for the person. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly facts: Record<string, string | number>,
  ) {
    super(detail);
  }

  /** In the reader's language; the engine itself speaks English. */
  get words(): string {
    return (words.language !== 'en' && maybe(`problem-${this.code.replaceAll('_', '-')}`, this.facts)) || this.detail;
  }

  /** Whether asking again may help: the engine was there but could not. */
  get passing(): boolean {
    return this.status >= 500 || [408, 425, 429].includes(this.status);
  }
}

/** Nothing answered. Whether what was sent arrived is unknown. */
export class Unreachable extends Error {}

/** The answer of a call. Throws Problem or Unreachable. */
export async function answer<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  let result: { data?: T; error?: unknown; response: Response };
  try {
    result = await call;
  } catch (error) {
    throw new Unreachable(String(error));
  }
  if (!result.response.ok) {
    // Whatever else answers on the way (a proxy's page, a captive portal) is not the engine's word.
    if (!isOurs(result.error)) throw new Unreachable(`HTTP ${result.response.status}, and not from the engine`);
    throw problemOf(result.response.status, result.error);
  }
  return result.data as T;
}

function isOurs(said: unknown): boolean {
  const type = typeof said === 'object' && said !== null ? (said as Record<string, unknown>).type : undefined;
  return typeof type === 'string' && type.startsWith('urn:amana:problem:');
}

export function problemOf(status: number, said: unknown): Problem {
  // The words of refusals are not among the desk's own; a page that shows one in English meanwhile shows it anew when they are here.
  void words.come('everywhere').catch(() => undefined);
  const told = (typeof said === 'object' && said !== null ? said : {}) as Record<string, unknown>;
  return new Problem(
    status,
    String(told.code ?? 'unexpected'),
    String(told.detail ?? `HTTP ${status}`),
    (told.facts as Record<string, string | number> | undefined) ?? {},
  );
}
