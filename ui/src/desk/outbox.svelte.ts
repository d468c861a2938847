// The browser's outbox: whatever an annotator did is written on this device first, then sent in order, and kept until the
// engine's receipt is here. Sending again is harmless: every intent carries its own id, and the engine answers a repeated
// one with the first answer. So a cut connection, a killed server or a closed tab loses and doubles nothing.
import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB, type StoreNames } from 'idb';

import { answer, api, Problem, type Schemas, Unreachable } from '../api/api';

type Bodies = {
  shown: Schemas['One'];
  submit: Schemas['Submit'];
  undo: Schemas['Undo'];
  skip: Schemas['One'];
};
type Replies = { shown: undefined; submit: Schemas['Submitted']; undo: Schemas['Reopened']; skip: undefined };
export type Kind = keyof Bodies;

/** One thing the person did. `person`: whose it is; another one signed in on this device does not send it. */
export type Intent<K extends Kind = Kind> = {
  [P in K]: { seq?: number; person: string; project: string; assignment: string; kind: P; body: Bodies[P] };
}[K];

/** What became of an intent: the engine's reply, or why it was refused for good. */
export type Outcome = { [K in Kind]: { intent: Intent<K>; reply: Replies[K] } }[Kind] | { intent: Intent; problem: Problem };

/** An answer that the engine will not take, kept so that its text is not lost. */
export type Refused = { seq?: number; intent: Intent; code: string; detail: string; facts: Record<string, string | number> };

interface Store extends DBSchema {
  intents: { key: number; value: Intent };
  refused: { key: number; value: Refused };
  drafts: { key: string; value: Record<string, unknown> };
}

const STORES: StoreNames<Store>[] = ['intents', 'refused', 'drafts'];
type Transaction = IDBPTransaction<Store, StoreNames<Store>[], 'readwrite'>;

/** Where the person's answers are: with the engine, on this device, on their way to this device, or in this page alone. */
export type Saved = 'there' | 'here' | 'saving' | 'page';

const RETRY_MS = [300, 700, 1500, 3000, 5000];
const SENDER = 'amana.outbox';

export class Outbox {
  /** Intents not yet acknowledged by the engine, oldest first. */
  waiting = $state.raw<Intent[]>([]);
  refused = $state.raw<Refused[]>([]);
  /** How many answers of other people wait on this device for them to sign in again. */
  others = $state(0);
  offline = $state(false);
  signedOut = $state(false);
  saved = $state<Saved>('there');

  #db: IDBPDatabase<Store> | null = null;
  #writing = 0;
  #sending = false;
  #memorySeq = -1;
  #listeners = new Set<(outcome: Outcome) => void>();
  #wake: () => void = () => {};
  /** What the desk of a project wants with the reply to an answer; asked when the answer is sent, not when it was given. */
  nextOrder: (sending: Intent) => Schemas['ClaimOrder'] | undefined = () => undefined;

  constructor(readonly person: string) {}

  /** Open this device's store and send what an earlier page left. Without a store the outbox lives in this page alone. */
  async open(): Promise<void> {
    try {
      this.#db = await openDB<Store>('amana', 1, {
        upgrade(db) {
          db.createObjectStore('intents', { keyPath: 'seq', autoIncrement: true });
          db.createObjectStore('refused', { keyPath: 'seq', autoIncrement: true });
          db.createObjectStore('drafts');
        },
        terminated: () => this.#lose(),
      });
    } catch {
      this.#db = null;
    }
    await this.#read();
    this.#tell();
    addEventListener('online', this.#retryNow);
    addEventListener('beforeunload', this.#warn);
    void this.#send();
  }

  /** Hear what becomes of intents; returns the way to stop hearing. */
  on(listener: (outcome: Outcome) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Keep an intent on this device, then send it. Resolves when it is on the disk, which is before it is sent. */
  async add(intent: Intent): Promise<void> {
    const kept = { ...intent };
    this.waiting = [...this.waiting, kept];
    this.#writing += 1;
    this.#tell();
    const seq = await this.#disk('readwrite', (tx) => tx.objectStore('intents').add(intent));
    kept.seq = seq ?? this.#memorySeq--;
    this.#writing -= 1;
    this.#tell();
    void this.#send();
  }

  async draft(assignment: string): Promise<Record<string, unknown> | undefined> {
    return this.#disk('readonly', (tx) => tx.objectStore('drafts').get(assignment));
  }

  async keepDraft(assignment: string, value: Record<string, unknown> | null): Promise<void> {
    await this.#disk<unknown>('readwrite', (tx) => {
      const drafts = tx.objectStore('drafts');
      return value ? drafts.put(value, assignment) : drafts.delete(assignment);
    });
  }

  async dismiss(refused: Refused): Promise<void> {
    this.refused = this.refused.filter((one) => one !== refused);
    const seq = refused.seq;
    if (seq !== undefined) await this.#disk('readwrite', (tx) => tx.objectStore('refused').delete(seq));
  }

  /** Resolves when everything was acknowledged, or after `ms`. */
  async drained(ms: number): Promise<void> {
    const until = performance.now() + ms;
    while (this.waiting.length > 0 && performance.now() < until) await sleep(20);
  }

  async #send(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      // One sender a device, whatever the number of tabs: the order of intents is the order in which they are sent.
      await navigator.locks.request(SENDER, async () => {
        await this.#read();
        let failures = 0;
        for (let intent = this.#next(); intent; intent = this.#next()) {
          try {
            await this.#done(intent, await post(intent, this.nextOrder(intent)));
            failures = 0;
          } catch (error) {
            if (error instanceof Problem && !error.passing && error.status !== 401) {
              await this.#refuse(intent, error);
              continue;
            }
            if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
            this.signedOut = error instanceof Problem && error.status === 401;
            this.offline = !this.signedOut;
            this.#tell();
            await Promise.race([sleep(RETRY_MS[Math.min(failures++, RETRY_MS.length - 1)]!), new Promise<void>((wake) => (this.#wake = wake))]);
          }
        }
      });
    } finally {
      this.#sending = false;
      this.#tell();
    }
    if (this.#next()) void this.#send();
  }

  /** The oldest intent that is kept; one still being written waits its turn. */
  #next(): Intent | undefined {
    const first = this.waiting[0];
    return first?.seq === undefined ? undefined : first;
  }

  async #done(intent: Intent, reply: Replies[Kind]): Promise<void> {
    this.offline = this.signedOut = false;
    await this.#forget(intent);
    for (const listener of this.#listeners) listener({ intent, reply } as Outcome);
  }

  async #refuse(intent: Intent, problem: Problem): Promise<void> {
    this.offline = this.signedOut = false;
    if (intent.kind !== 'shown') {
      const refused: Refused = { intent, code: problem.code, detail: problem.detail, facts: problem.facts };
      const seq = await this.#disk('readwrite', (tx) => tx.objectStore('refused').add(refused));
      this.refused = [...this.refused, { ...refused, ...(seq === undefined ? {} : { seq }) }];
    }
    await this.#forget(intent);
    for (const listener of this.#listeners) listener({ intent, problem });
  }

  async #forget(intent: Intent): Promise<void> {
    const seq = intent.seq;
    if (seq !== undefined && seq >= 0) await this.#disk('readwrite', (tx) => tx.objectStore('intents').delete(seq));
    this.waiting = this.waiting.filter((one) => one.seq !== intent.seq);
    this.#tell();
  }

  /** What is on the disk, which another tab may have changed, in its order, and then what this page has not written yet. */
  async #read(): Promise<void> {
    const found = await this.#disk('readonly', async (tx) => ({
      intents: await tx.objectStore('intents').getAll(),
      refused: await tx.objectStore('refused').getAll(),
    }));
    if (!found) return;
    const mine = found.intents.filter((one) => one.person === this.person);
    this.others = found.intents.filter((one) => one.person !== this.person && one.kind === 'submit').length;
    const kept = new Set(mine.map((one) => one.seq));
    const unwritten = this.waiting.filter((one) => one.seq === undefined || (one.seq < 0 && !kept.has(one.seq)));
    this.waiting = [...mine, ...unwritten];
    this.refused = found.refused.filter((one) => one.intent.person === this.person);
  }

  /**
   * One transaction on this device's store, over when it is on the disk (a request alone succeeds before). A browser may close
   * or clear the store under the page: then the page alone holds what waits.
   */
  async #disk<T>(mode: 'readonly' | 'readwrite', work: (tx: Transaction) => Promise<T>): Promise<T | undefined> {
    if (!this.#db) return undefined;
    try {
      const tx = this.#db.transaction(STORES, mode, { durability: 'strict' }) as Transaction;
      // Held from the beginning: where the store is cleared at this moment, `work` fails before anybody waits for the end.
      const over = tx.done;
      over.catch(() => undefined);
      const made = await work(tx);
      await over;
      return made;
    } catch {
      this.#lose();
      return undefined;
    }
  }

  #lose(): void {
    this.#db = null;
    this.#tell();
  }

  #tell(): void {
    const unsent = this.waiting.filter((one) => one.kind !== 'shown');
    if (unsent.length === 0) this.saved = 'there';
    else if (this.#writing > 0) this.saved = 'saving';
    else this.saved = !this.#db || unsent.some((one) => (one.seq ?? -1) < 0) ? 'page' : 'here';
  }

  #retryNow = (): void => this.#wake();

  #warn = (event: BeforeUnloadEvent): void => {
    if (this.saved === 'saving' || this.saved === 'page') event.preventDefault();
  };
}

/** The engine refuses what is sent for one person in another's session: a device may have changed hands in another tab. */
export function asPerson(person: string): Record<string, string> {
  return { 'amana-person': person };
}

function post(intent: Intent, next: Schemas['ClaimOrder'] | undefined): Promise<Replies[Kind]> {
  const params = { path: { project_id: intent.project } };
  const headers = asPerson(intent.person);
  switch (intent.kind) {
    case 'submit':
      return answer(api.POST('/api/annotator/projects/{project_id}/submit', { params, headers, body: next ? { ...intent.body, next } : intent.body }));
    case 'undo':
      return answer(api.POST('/api/annotator/projects/{project_id}/undo', { params, headers, body: intent.body }));
    case 'skip':
      return answer(api.POST('/api/annotator/projects/{project_id}/skip', { params, headers, body: intent.body })).then(() => undefined);
    case 'shown':
      return answer(api.POST('/api/annotator/projects/{project_id}/shown', { params, headers, body: intent.body })).then(() => undefined);
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
