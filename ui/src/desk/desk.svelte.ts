// The desk of one project: what lies on it, what is next, and what the person just did.
import { answer, api, Problem, type Schemas, Unreachable } from '../api/api';
import { complete } from '../form/complete';
import { asPerson, type Intent, type Outcome, type Outbox } from './outbox.svelte';

export type Task = Schemas['HeldTask'];
export type Answer = Record<string, unknown>;
type Last = { kind: 'submitted' | 'skipped'; submitId: string; task: Task; answer: Answer };

const PREFETCH = 3;
const HELD_MAX = 24;
const UNDO_SHOWN_MS = 10_000;
const LOOK_AGAIN_MS = 5_000;
const IDLE_MS = 60_000;

export class Desk {
  /** The first one is on the page; the others are already here. */
  tasks = $state.raw<Task[]>([]);
  answer = $state<Answer>({});
  /** What can be undone, for the ten seconds (or the project's shorter window) in which the page offers it. */
  last = $state.raw<Last>();
  state = $state<'loading' | 'working' | 'empty' | 'failed'>('loading');
  problem = $state.raw<Problem>();
  /** Counts of the person's day, begun from the engine's and kept up with its receipts. */
  answered = $state(0);
  earnedMinor = $state(0);

  readonly #unhear: () => void;
  #filling = false;
  #closed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #undoTimer: ReturnType<typeof setTimeout> | undefined;
  #shown = new Set<string>();
  /** Milliseconds of activity by assignment: an undone task goes on where it was left. */
  #activeMs = new Map<string, number>();
  #lastTouch = 0;
  /** What each receipt paid, by its submit: what an undo takes back. */
  #paidMinor = new Map<string, number>();

  constructor(
    readonly project: Schemas['DeskProject'],
    readonly outbox: Outbox,
  ) {
    this.answered = project.answered;
    this.earnedMinor = project.earned_minor;
    this.#unhear = outbox.on((outcome) => this.#hear(outcome));
    outbox.nextOrder = (sending) => (sending.project === project.project_id && !this.#closed ? this.#order(sending) : undefined);
  }

  get task(): Task | undefined {
    return this.tasks[0];
  }

  async open(): Promise<void> {
    await this.outbox.drained(2000);
    await this.fill();
  }

  /** Leave the desk. */
  close(): void {
    this.#closed = true;
    this.#unhear();
    clearTimeout(this.#timer);
    this.release();
  }

  /** Tasks that were never on the page go back to others at once instead of when their lease ends. */
  release(): void {
    const unseen = this.tasks.filter((task) => !this.#shown.has(task.assignment_id)).map((task) => task.assignment_id);
    if (unseen.length > 0) {
      void fetch(`/api/annotator/projects/${this.project.project_id}/release`, {
        method: 'POST',
        keepalive: true,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ assignment_ids: unseen }),
      }).catch(() => undefined);
    }
  }

  /** Bring the desk up to its tasks: the page's, the prefetched ones, and those answered here but not yet received there. */
  async fill(): Promise<void> {
    if (this.#filling || this.#closed) return;
    this.#filling = true;
    clearTimeout(this.#timer);
    try {
      const claimed = await answer(
        api.POST('/api/annotator/projects/{project_id}/claim', {
          params: { path: { project_id: this.project.project_id } },
          headers: asPerson(this.outbox.person),
          body: this.#order(),
        }),
      );
      this.#add(claimed);
    } catch (error) {
      if (error instanceof Problem) {
        this.problem = error;
        if (this.tasks.length === 0) this.state = 'failed';
      } else if (!(error instanceof Unreachable)) {
        throw error;
      }
    } finally {
      this.#filling = false;
      if (this.tasks.length < PREFETCH && !this.#closed) this.#timer = setTimeout(() => void this.fill(), LOOK_AGAIN_MS);
    }
  }

  /** What the engine is asked for: the page's tasks, the prefetched ones, and those answered here but not yet received there. */
  #order(sending?: Intent): Schemas['ClaimOrder'] {
    const leaving = this.#leaving();
    if (sending) leaving.delete(sending.assignment);
    const have = [...new Set([...this.tasks.map((task) => task.assignment_id), ...leaving])].slice(0, HELD_MAX);
    return { have, want: Math.min(HELD_MAX, PREFETCH + leaving.size) };
  }

  #leaving(): Set<string> {
    return new Set(this.outbox.waiting.filter((one) => one.kind !== 'shown').map((one) => one.assignment));
  }

  #add(claimed: readonly Task[]): void {
    const here = new Set([...this.tasks.map((task) => task.assignment_id), ...this.#answeredHere()]);
    const wasEmpty = this.tasks.length === 0;
    this.tasks = [...this.tasks, ...claimed.filter((task) => !here.has(task.assignment_id))];
    this.problem = undefined;
    if (wasEmpty) void this.#present();
    if (this.tasks.length === 0 && this.#leaving().size === 0) this.state = 'empty';
  }

  /** The page has painted the task. */
  painted(task: Task): void {
    if (this.#shown.has(task.assignment_id)) return;
    this.#shown.add(task.assignment_id);
    this.#keep('shown', task.assignment_id, { assignment_id: task.assignment_id });
  }

  /** Whether every question that needs an answer has one. */
  get complete(): boolean {
    return !!this.task?.form.elements.every((element) => complete(element, 'name' in element ? this.answer[element.name] : undefined));
  }

  change(name: string, value: unknown): void {
    this.touched();
    this.answer = { ...this.answer, [name]: value };
    if (this.task) void this.outbox.keepDraft(this.task.assignment_id, $state.snapshot(this.answer));
  }

  /** Time counts while the person does something; a minute without a sign of them does not. */
  touched(): void {
    const now = performance.now();
    const gap = now - this.#lastTouch;
    const task = this.task?.assignment_id;
    if (task && gap < IDLE_MS) this.#activeMs.set(task, (this.#activeMs.get(task) ?? 0) + gap);
    this.#lastTouch = now;
  }

  submit(): void {
    const task = this.task;
    if (!task || !this.complete) return;
    this.touched();
    const answered = $state.snapshot(this.answer) as Answer;
    const submitId = crypto.randomUUID();
    this.#keep('submit', task.assignment_id, {
      submit_id: submitId,
      assignment_id: task.assignment_id,
      revision: task.revision,
      answer: answered,
      active_ms: Math.round(this.#activeMs.get(task.assignment_id) ?? 0),
    });
    this.#leave({ kind: 'submitted', submitId, task, answer: answered });
  }

  skip(): void {
    const task = this.task;
    if (!task) return;
    this.#keep('skip', task.assignment_id, { assignment_id: task.assignment_id });
    this.#leave({ kind: 'skipped', submitId: '', task, answer: {} });
  }

  /** Take the last answer back: it lies on the desk again, and the engine hears of both in order. */
  undo(): void {
    const last = this.last;
    if (last?.kind !== 'submitted') return;
    this.#forgetLast();
    this.#keep('undo', last.task.assignment_id, { submit_id: last.submitId });
    this.tasks = [{ ...last.task, revision: last.task.revision + 1 }, ...this.tasks];
    void this.#present(last.answer);
  }

  #leave(last: Last): void {
    clearTimeout(this.#undoTimer);
    this.last = last;
    this.#undoTimer = setTimeout(() => this.#forgetLast(), Math.min(UNDO_SHOWN_MS, this.project.undo_seconds * 1000));
    this.tasks = this.tasks.slice(1);
    void this.#present();
    // The reply to an answer brings the next tasks; after a skip, or where no answer gets through, they are asked for.
    if (last.kind === 'skipped' || this.tasks.length === 0) void this.fill();
  }

  #forgetLast(): void {
    clearTimeout(this.#undoTimer);
    this.last = undefined;
  }

  /** Put the first task on the page, with `answer` or what was typed for it earlier. */
  async #present(answer?: Answer): Promise<void> {
    const task = this.task;
    this.answer = answer ?? {};
    this.#lastTouch = performance.now();
    this.state = task ? 'working' : 'loading';
    if (!task || answer) return;
    const draft = await this.outbox.draft(task.assignment_id);
    // Whoever typed faster than the disk answered keeps what they typed.
    if (draft && this.task === task && Object.keys(this.answer).length === 0) this.answer = draft;
  }

  #takeOff(assignment: string): void {
    const wasOnThePage = this.task?.assignment_id === assignment;
    this.tasks = this.tasks.filter((task) => task.assignment_id !== assignment);
    if (wasOnThePage) void this.#present();
  }

  #answeredHere(): string[] {
    return this.outbox.waiting.filter((one) => one.kind === 'submit' || one.kind === 'skip').map((one) => one.assignment);
  }

  #keep<K extends Intent['kind']>(kind: K, assignment: string, body: Extract<Intent, { kind: K }>['body']): void {
    const intent = { person: this.outbox.person, project: this.project.project_id, assignment, kind, body };
    void this.outbox.add(intent as unknown as Intent);
  }

  #hear(outcome: Outcome): void {
    const { intent } = outcome;
    if (intent.project !== this.project.project_id) return;
    if ('problem' in outcome) {
      if (this.last?.task.assignment_id === intent.assignment) this.#forgetLast();
      // What the engine will not have back can't lie on the desk as if it were open, nor leave its answer to the next task.
      if (intent.kind === 'undo') this.#takeOff(intent.assignment);
    } else if (outcome.intent.kind === 'skip') {
      void this.outbox.keepDraft(intent.assignment, null);
    } else if (outcome.intent.kind === 'submit') {
      if (!this.tasks.some((task) => task.assignment_id === intent.assignment)) void this.outbox.keepDraft(intent.assignment, null);
      const receipt = outcome.reply as Schemas['Submitted'];
      this.#add(receipt.tasks);
      this.answered += 1;
      this.earnedMinor += receipt.amount_minor;
      this.#paidMinor.set(receipt.submit_id, receipt.amount_minor);
    } else if (outcome.intent.kind === 'undo') {
      const reopened = outcome.reply as Schemas['Reopened'];
      this.answered = Math.max(0, this.answered - 1);
      this.tasks = this.tasks.map((task) =>
        task.assignment_id === reopened.assignment_id ? { ...task, revision: reopened.revision, lease_until: reopened.lease_until } : task,
      );
      this.earnedMinor -= this.#paidMinor.get(outcome.intent.body.submit_id) ?? this.project.rate_minor;
    }
    if (this.tasks.length < PREFETCH) void this.fill();
  }
}
