// What is being typed: on this device at once, with the engine soon after, and found again by whichever page opens the task next.
// Where two devices typed for one task, the newer text is on the page, the page says whose it is, and the other one is a press away.
import { answer, api, Problem, type Schemas, Unreachable } from '../api/api';
import type { Clock } from './clock.svelte';
import type { Time } from './counting';
import type { Answer, Task } from './desk.svelte';
import { asPerson, type Outbox } from './outbox.svelte';

export type From = 'here' | 'device';
export type Version = { answer: Answer; at: number; from: From };
/** `version`: the engine's, on which this stands; `unsent`: the engine has not got this yet; `other`: what it took the place of; `time`: what was counted. */
export type Draft = { answer: Answer; at: number; version: number; unsent: boolean; from?: From; other?: Version; time?: Time | null | undefined };
type There = Schemas['Draft'] & { at: number };

/** Where what was typed for the task on the page is: nowhere yet, in this page alone, on its way, on this device, with the engine. */
export type Where = 'none' | 'page' | 'saving' | 'here' | 'there';

const REST_MS = 2000;
const AT_MOST_MS = 10_000;
const RETRY_MS = 5000;

export class Drafts {
  where = $state<Where>('none');
  /** Since when what is on the page was there before it was opened, and from where; the person goes on with it. */
  begun = $state.raw<{ at: number; from: From }>();
  other = $state.raw<Version>();
  clock: Clock | undefined;

  #task: Task | undefined;
  #draft: Draft | undefined;
  /** Of every task of this page: what was typed before the safe opened, or while it is lost, lies here alone. */
  #typed = new Map<string, Draft>();
  #there = new Map<string, There>();
  /** What the engine does not keep: it said why, and it will not change. */
  #refused = new Set<string>();
  /** Newer than what is on the disk. */
  #unwritten = new Map<string, Draft>();
  #writing = false;
  #send: ReturnType<typeof setTimeout> | undefined;
  #unsentSince = 0;
  readonly #unhear: () => void;

  constructor(
    readonly project: string,
    readonly outbox: Outbox,
    /** The page shows something newer now. */
    readonly onnewer: (answer: Answer) => void,
  ) {
    this.#unhear = outbox.safe.on({ opened: () => void this.#keepAll(), lost: () => this.#draft && (this.where = 'page') });
  }

  close(): void {
    this.flush();
    this.#unhear();
    this.#leave();
  }

  /** Tasks have come, some with what another device typed for them. */
  hear(tasks: readonly Task[]): void {
    for (const { assignment_id: id, draft } of tasks) {
      if (!draft) continue;
      const there = { ...draft, at: Date.now() - draft.age_ms };
      this.#there.set(id, there);
      if (this.#task?.assignment_id === id) this.#meet(there);
    }
  }

  /** The task is on the page now: what was typed for it before, if anything. `answer`: what was taken back is there already. */
  async begin(task: Task | undefined, answer?: Answer): Promise<Answer | undefined> {
    this.#leave();
    this.#task = task;
    if (!task) return undefined;
    const id = task.assignment_id;
    if (answer) return void this.changed(answer);
    const before = this.#typed.get(id) ?? (await this.outbox.safe.get<Draft>('drafts', id));
    if (this.#task !== task) return undefined;
    const found = reconciled(before, this.#there.get(id), this.outbox.safe.device);
    if (!found) return undefined;
    // Whoever typed faster than the disk answered keeps what they typed, and the other is a press away.
    if (this.#draft) {
      if (!same(found.answer, (this.#draft as Draft).answer)) this.#put({ ...(this.#draft as Draft), version: found.version, other: asVersion(found) });
      return undefined;
    }
    this.begun = { at: found.at, from: found.from ?? 'here' };
    this.#put(found);
    return found.answer;
  }

  changed(answer: Answer): void {
    if (!this.#task) return;
    this.#unsentSince ||= Date.now();
    const { version = 0, other, time } = this.#draft ?? {};
    this.#put({ answer, at: Date.now(), version, unsent: true, time, ...(other && { other }) });
  }

  /** The other version on the page, and this one a press away. */
  swap(): void {
    const [draft, other] = [this.#draft, this.other];
    if (!draft || !other) return;
    this.begun = { at: other.at, from: other.from };
    this.#unsentSince ||= Date.now();
    this.#put({ answer: other.answer, at: Date.now(), version: draft.version, unsent: true, from: other.from, other: asVersion(draft), time: draft.time });
    this.onnewer(other.answer);
  }

  /** What was counted for the task on the page before it was opened here. */
  get time(): Time | null | undefined {
    return this.#draft?.time;
  }

  /** What was counted since the last key is kept with what was typed. */
  recount(): void {
    if (this.#draft) this.#put({ ...this.#draft });
  }

  /** The task is answered or passed on: what was typed for it is no draft any more. */
  forget(assignment: string): void {
    this.#typed.delete(assignment);
    this.#unwritten.delete(assignment);
    this.#there.delete(assignment);
    if (this.#task?.assignment_id !== assignment) return;
    this.#draft = undefined;
    this.where = 'none';
  }

  /** The page may be gone in a moment. */
  flush(): void {
    const [task, draft] = [this.#task, this.#draft];
    if (!task || !draft?.unsent || this.#waits(task)) return;
    void fetch(`/api/annotator/projects/${this.project}/draft`, {
      method: 'POST',
      keepalive: true,
      headers: { 'content-type': 'application/json', ...asPerson(this.outbox.person) },
      body: JSON.stringify(this.#order(task, draft)),
    }).catch(() => undefined);
  }

  #leave(): void {
    clearTimeout(this.#send);
    this.#send = undefined;
    this.#task = this.#draft = this.begun = this.other = undefined;
    this.#unsentSince = 0;
    this.where = 'none';
  }

  /** Another device saved something for the task on the page. */
  #meet(there: There): void {
    const now = this.#draft;
    // What is being typed is not taken from under the hands.
    const found = reconciled(now?.unsent ? { ...now, at: Date.now() } : now, there, this.outbox.safe.device);
    if (!found || found === now) return;
    this.#put(found);
    if (now && same(found.answer, now.answer)) return;
    this.begun = { at: found.at, from: found.from ?? 'here' };
    this.onnewer(found.answer);
  }

  #put(draft: Draft): void {
    const id = this.#task!.assignment_id;
    if (this.clock) draft.time = this.clock.time(id, draft.time);
    this.#draft = draft;
    this.#typed.set(id, draft);
    this.other = draft.other;
    if (this.where === 'none' || this.where === 'here' || this.where === 'there') this.where = 'saving';
    this.#unwritten.set(id, draft);
    void this.#toDisk();
    if (draft.unsent) this.#soon(Math.min(REST_MS, Math.max(0, this.#unsentSince + AT_MOST_MS - Date.now())));
  }

  /** At once; what comes while a disk is slow is written when it is done, the newest alone, so that no key stands in a queue of older ones. */
  async #toDisk(): Promise<void> {
    if (this.#writing) return;
    this.#writing = true;
    while (this.#unwritten.size > 0) {
      const drafts = [...this.#unwritten];
      this.#unwritten.clear();
      const kept = await this.outbox.safe.write(...drafts.map(([id, value]) => ({ place: 'drafts' as const, id, value })));
      const draft = this.#draft;
      if (draft && drafts.some(([, written]) => written === draft)) this.where = !kept ? 'page' : draft.unsent ? 'here' : 'there';
    }
    this.#writing = false;
  }

  /** The key came after the task: what lies here for it is found now, and nothing that was typed meanwhile is written over it. */
  async #keepAll(): Promise<void> {
    const task = this.#task;
    const before = task && (await this.outbox.safe.get<Draft>('drafts', task.assignment_id));
    if (before && this.#task === task) {
      const typed = this.#draft;
      if (!typed) {
        this.begun = { at: before.at, from: 'here' };
        this.#put(before);
        this.onnewer(before.answer);
      } else if (!same(before.answer, typed.answer)) {
        this.#put({ ...typed, other: asVersion(before) });
      }
    }
    this.#unwritten = new Map(this.#typed);
    void this.#toDisk();
  }

  #soon(ms: number): void {
    clearTimeout(this.#send);
    this.#send = setTimeout(() => void this.#toEngine(), ms);
  }

  /** What waits in the outbox for this task comes first: the engine knows the task by it. */
  #waits(task: Task): boolean {
    return this.outbox.waiting.some((one) => one.assignment === task.assignment_id && one.kind !== 'shown');
  }

  #order(task: Task, draft: Draft): Schemas['KeepDraft'] {
    return {
      assignment_id: task.assignment_id,
      revision: task.revision,
      base: draft.version,
      device_id: this.outbox.safe.device || NO_DEVICE,
      answer: draft.answer as Schemas['KeepDraft']['answer'],
      time: draft.time ?? null,
    };
  }

  async #toEngine(): Promise<void> {
    const [task, draft] = [this.#task, this.#draft];
    if (!task || !draft?.unsent || this.#refused.has(task.assignment_id)) return;
    if (this.#waits(task)) return this.#soon(REST_MS);
    try {
      const params = { path: { project_id: this.project } };
      const body = this.#order(task, draft);
      const kept = await answer(api.POST('/api/annotator/projects/{project_id}/draft', { params, headers: asPerson(this.outbox.person), body }));
      this.outbox.signedOut &&= false;
      if (this.#task !== task) return;
      if (kept.other) {
        this.hear([{ ...task, draft: kept.other }]);
        if (this.#draft?.unsent) this.#soon(0);
        return;
      }
      const now = this.#draft ?? draft;
      const isAll = now.answer === draft.answer;
      this.#unsentSince = isAll ? 0 : Date.now();
      this.#put({ ...now, version: kept.version, unsent: !isAll });
    } catch (error) {
      if (error instanceof Problem && error.status === 401) this.outbox.endedSession();
      else if (error instanceof Problem && !error.passing) this.#refused.add(task.assignment_id);
      else if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
      if (this.#task === task) this.#soon(RETRY_MS);
    }
  }
}

const NO_DEVICE = crypto.randomUUID(); // a page without a store is a device of its own

/** Of what lies here and what lies with the engine, what goes on the page. */
export function reconciled(here: Draft | undefined, there: There | undefined, device: string): Draft | undefined {
  if (!there || (here && there.version <= here.version)) return here;
  const newer: Draft = { answer: there.answer as Answer, at: there.at, version: there.version, unsent: false, time: there.time };
  const isOurs = there.device_id === device || there.device_id === NO_DEVICE;
  if (!here) return { ...newer, from: isOurs ? 'here' : 'device' };
  // This device's own, of which the receipt was lost: what is here is what was sent, or what came after.
  if (isOurs) return { ...here, version: there.version };
  if (same(here.answer, newer.answer)) return { ...here, version: there.version, unsent: false };
  if (here.unsent && here.at > there.at) return { ...here, version: there.version, other: { answer: newer.answer, at: newer.at, from: 'device' } };
  return { ...newer, from: 'device', other: asVersion(here) };
}

function asVersion(draft: Draft): Version {
  return { answer: draft.answer, at: draft.at, from: draft.from ?? 'here' };
}

function same(one: Answer, other: Answer): boolean {
  const sorted = (value: Answer): string => JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  return sorted(one) === sorted(other);
}
