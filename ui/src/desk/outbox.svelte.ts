// The browser's outbox: whatever an annotator did is written on this device first, then sent in order, and kept until the
// engine's receipt is here. Sending again is harmless: every intent carries its own id, and the engine answers a repeated
// one with the first answer. So a cut connection, a killed server or a closed tab loses and doubles nothing.
import { answer, api, Problem, type Schemas, Unreachable } from '../api/api';
import type { Change, Safe } from './safe';

type Bodies = {
  shown: Schemas['One'];
  submit: Schemas['Submit'];
  undo: Schemas['Undo'];
  skip: Schemas['One'];
  pass: Schemas['PassOn'];
};
type Replies = { shown: undefined; submit: Schemas['Submitted']; undo: Schemas['Reopened']; skip: undefined; pass: undefined };
export type Kind = keyof Bodies;

/** One thing the person did. `person`: whose it is; another one signed in on this device does not send it. */
export type Intent<K extends Kind = Kind> = {
  [P in K]: { person: string; project: string; assignment: string; kind: P; body: Bodies[P] };
}[K];
/** With its place in the order of all that this person does on this device. */
type Kept = Intent & { seq: number };

/** What became of an intent: the engine's reply, or why it was refused for good. */
export type Outcome = { [K in Kind]: { intent: Intent<K>; reply: Replies[K] } }[Kind] | { intent: Intent; problem: Problem };

/** An answer that the engine will not take, kept so that its text is not lost. */
export type Refused = { seq: number; intent: Intent; code: string; detail: string; facts: Record<string, string | number> };

/** Where the person's answers are: with the engine, on this device, on their way to this device, or in this page alone. */
export type Saved = 'there' | 'here' | 'saving' | 'page';

const RETRY_MS = [300, 700, 1500, 3000, 5000];
// What takes a task off the desk: with it goes what was kept for it on this device.
const LEAVING: Kind[] = ['submit', 'skip', 'pass'];

export class Outbox {
  /** Intents not yet acknowledged by the engine, oldest first. */
  waiting = $state.raw<Kept[]>([]);
  refused = $state.raw<Refused[]>([]);
  /** How many answers of other people wait on this device for them to sign in again. */
  others = $state(0);
  offline = $state(false);
  signedOut = $state(false);
  saved = $state<Saved>('there');

  #onDisk = new Set<number>();
  #writing = new Set<number>();
  #sealed = 0;
  #lastSeq = 0;
  #sending = false;
  #closed = false;
  #listeners = new Set<(outcome: Outcome) => void>();
  #wake: () => void = () => {};
  /** What the desk of a project wants with the reply to an answer; asked when the answer is sent, not when it was given. */
  nextOrder: (sending: Intent) => Schemas['ClaimOrder'] | undefined = () => undefined;

  constructor(readonly safe: Safe) {}

  get person(): string {
    return this.safe.person;
  }

  /** Open this device's safe and send what an earlier page left. Without it the outbox lives in this page alone. */
  async open(): Promise<void> {
    this.safe.on({ opened: () => void this.#opened(), lost: () => this.#lost() });
    addEventListener('online', this.retry);
    addEventListener('beforeunload', this.#warn);
    await this.safe.open();
    // Nothing is called saved before it is known what waits: without the key that can be counted and no more.
    if (this.safe.isOpen) await this.#read();
    else this.#sealed = (await this.safe.answers()).mine;
    this.#tell();
    void this.#send();
  }

  /** Somebody signed out: nothing more is sent in this page. */
  close(): void {
    this.#closed = true;
    removeEventListener('online', this.retry);
    removeEventListener('beforeunload', this.#warn);
    this.#wake();
    this.safe.close();
  }

  /** Hear what becomes of intents; returns the way to stop hearing. */
  on(listener: (outcome: Outcome) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Keep an intent on this device, then send it. Resolves when it is on the disk, which is before it is sent. */
  async add(intent: Intent): Promise<void> {
    const kept = { ...intent, seq: this.#place() };
    this.waiting = [...this.waiting, kept];
    // An answer is no draft any more; what is skipped may come back, with what was typed.
    await this.#keep(kept, intent.kind === 'submit' ? [{ place: 'drafts', id: intent.assignment, value: null }] : []);
    void this.#send();
  }

  async dismiss(refused: Refused): Promise<void> {
    this.refused = this.refused.filter((one) => one !== refused);
    await this.safe.write({ place: 'refused', id: refused.seq, value: null });
  }

  /** Resolves when everything was acknowledged, or after `ms`. */
  async drained(ms: number): Promise<void> {
    const until = performance.now() + ms;
    while (this.waiting.length > 0 && performance.now() < until) await sleep(20);
  }

  /** Go on with what is on the disk, where another tab may have left something. */
  async resume(): Promise<void> {
    await this.#read();
    this.#tell();
    void this.#send();
  }

  /** Something has changed for the better: try again now. */
  readonly retry = (): void => this.#wake();

  /** The session has ended, or is somebody else's now. */
  endedSession(): void {
    this.signedOut = true;
  }

  /** It lives again. */
  signedIn(): void {
    this.signedOut = false;
    this.#tell();
    this.retry();
  }

  async #send(): Promise<void> {
    if (this.#sending || this.#closed) return;
    this.#sending = true;
    try {
      // One sender a person and device, whatever the number of tabs: the order of intents is the order in which they are sent.
      await navigator.locks.request(`amana.outbox.${this.person}`, async () => {
        await this.#read();
        let failures = 0;
        for (let intent = this.#next(); intent && !this.#closed; intent = this.#next()) {
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

  /** The oldest intent; one that is still being written waits its turn. */
  #next(): Kept | undefined {
    const first = this.waiting[0];
    return first && !this.#writing.has(first.seq) ? first : undefined;
  }

  async #done(intent: Kept, reply: Replies[Kind]): Promise<void> {
    this.offline = this.signedOut = false;
    const undone = this.waiting.some((one) => one.kind === 'undo' && one.assignment === intent.assignment);
    const gone: Change[] = (['drafts', 'tasks'] as const).map((place) => ({ place, id: intent.assignment, value: null }));
    await this.#forget(intent, LEAVING.includes(intent.kind) && !undone ? gone : []);
    for (const listener of this.#listeners) listener({ intent, reply } as unknown as Outcome);
  }

  async #refuse(intent: Kept, problem: Problem): Promise<void> {
    this.offline = this.signedOut = false;
    const kept: Change[] = [];
    if (intent.kind !== 'shown') {
      const refused: Refused = { seq: intent.seq, intent, code: problem.code, detail: problem.detail, facts: problem.facts };
      kept.push({ place: 'refused', id: refused.seq, value: refused, strict: true });
      this.refused = [...this.refused, refused];
    }
    await this.#forget(intent, kept);
    for (const listener of this.#listeners) listener({ intent, problem });
  }

  /** The engine has said its word on the intent: it waits no longer, and `also` changes in the same moment. */
  async #forget(intent: Kept, also: Change[]): Promise<void> {
    await this.safe.write({ place: 'intents', id: intent.seq, value: null }, ...also);
    this.#onDisk.delete(intent.seq);
    this.waiting = this.waiting.filter((one) => one.seq !== intent.seq);
    this.#tell();
  }

  async #keep(kept: Kept, also: Change[] = []): Promise<void> {
    const { seq, ...intent } = kept;
    this.#writing.add(seq);
    this.#tell();
    const change: Change = { place: 'intents', id: seq, value: intent, answer: intent.kind === 'submit', strict: intent.kind !== 'shown' };
    const written = await this.safe.write(change, ...also);
    if (written) this.#onDisk.add(seq);
    this.#writing.delete(seq);
    this.#tell();
  }

  /** After everything that this device holds of this person: tabs that take over from each other go on by the clock. */
  #place(): number {
    return (this.#lastSeq = Math.max(Date.now() * 1000, this.#lastSeq + 1));
  }

  /** What is on the disk, which another tab may have changed, in its order, with what this page has not written. */
  async #read(): Promise<void> {
    const before = new Set(this.#onDisk);
    const intents = await this.safe.read<Intent>('intents');
    const refused = await this.safe.read<Refused>('refused');
    if (!intents || !refused) return;
    const found = new Set(intents.map((one) => one.id as number));
    const here = this.waiting.filter((one) => !found.has(one.seq) && !before.has(one.seq));
    for (const seq of before) if (!found.has(seq)) this.#onDisk.delete(seq);
    for (const seq of found) this.#onDisk.add(seq);
    this.waiting = [...intents.map((one) => ({ ...one.value, seq: one.id as number })), ...here].sort((one, other) => one.seq - other.seq);
    this.#lastSeq = Math.max(this.#lastSeq, ...found);
    this.refused = refused.map((one) => ({ ...one.value, seq: one.id as number }));
    this.others = (await this.safe.answers()).others;
  }

  /** The key is here: what was done before it came goes to the disk now. */
  async #opened(): Promise<void> {
    await this.#read();
    this.#sealed = 0;
    this.#tell();
    await Promise.all(this.waiting.filter((one) => !this.#onDisk.has(one.seq) && !this.#writing.has(one.seq)).map((one) => this.#keep(one)));
    void this.#send();
  }

  #lost(): void {
    this.#onDisk.clear();
    this.#tell();
  }

  #tell(): void {
    const unsent = this.waiting.filter((one) => one.kind !== 'shown');
    if (unsent.length === 0) this.saved = this.#sealed > 0 ? 'here' : 'there';
    else if (this.#writing.size > 0) this.saved = 'saving';
    else this.saved = unsent.some((one) => !this.#onDisk.has(one.seq)) ? 'page' : 'here';
  }

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
    case 'pass':
      return answer(api.POST('/api/annotator/projects/{project_id}/pass-on', { params, headers, body: intent.body })).then(() => undefined);
    case 'shown':
      return answer(api.POST('/api/annotator/projects/{project_id}/shown', { params, headers, body: intent.body })).then(() => undefined);
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
