// The desk of one project: what lies on it, what is next, and what the person just did.
import { answer, api, Problem, type Schemas, Unreachable } from '../api/api';
import { completed } from '../form/complete';
import { lazy } from '../form/lazy.svelte';
import type { Clock } from './clock.svelte';
import { Drafts } from './drafts.svelte';
import { asPerson, type Intent, type Outcome, type Outbox } from './outbox.svelte';

export type Task = Schemas['HeldTask'];
export type Answer = Record<string, unknown>;
type KeptTask = { project: string; order: number; task: Task };
type Last = { kind: 'submitted' | 'skipped' | 'passed-on'; submitId: string; task: Task; answer: Answer };

const PREFETCH = 3;
const HELD_MAX = 24;
/** The desk holds what this long a tunnel needs. */
const TUNNEL_MS = 600_000;
const PACE_OF = 20;
const PACE_KNOWN_FROM = 5;
/** Hidden this long, the page gives back what it never showed. */
const HIDDEN_MS = 120_000;
const UNDO_SHOWN_MS = 10_000;
const LOOK_AGAIN_MS = 5_000;

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

  readonly drafts: Drafts;
  /** It comes when the first task is on the page: nothing was done before. */
  #clock: Clock | undefined;
  readonly #unhear: () => void;
  #filling = false;
  #asking = new AbortController();
  #closed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #undoTimer: ReturnType<typeof setTimeout> | undefined;
  #shown = new Set<string>();
  /** Active time of the last answers in this page, the newest last. */
  #lately: number[] = [];
  #hidden: ReturnType<typeof setTimeout> | undefined;
  #held = 0;
  /** What each receipt paid, by its submit: what an undo takes back. */
  #paidMinor = new Map<string, number>();

  constructor(
    readonly project: Schemas['DeskProject'],
    readonly outbox: Outbox,
  ) {
    this.answered = project.answered;
    this.earnedMinor = project.earned_minor;
    this.drafts = new Drafts(project.project_id, outbox, (answer) => (this.answer = answer));
    this.#unhear = outbox.on((outcome) => this.#hear(outcome));
    outbox.nextOrder = (sending) => (sending.project === project.project_id && !this.#closed ? this.#order(sending) : undefined);
  }

  get task(): Task | undefined {
    return this.tasks[0];
  }

  async open(): Promise<void> {
    document.addEventListener('visibilitychange', this.#seenOrHidden);
    await this.outbox.resume();
    await this.outbox.drained(2000);
    await this.fill();
    if (this.tasks.length === 0 && this.state === 'loading') await this.#fromDevice();
    if (document.visibilityState === 'hidden') this.#seenOrHidden();
  }

  /** Leave the desk. */
  close(): void {
    this.#closed = true;
    this.#unhear();
    document.removeEventListener('visibilitychange', this.#seenOrHidden);
    clearTimeout(this.#timer);
    clearTimeout(this.#hidden);
    this.drafts.close();
    this.#holdFiles([]);
    this.release();
  }

  /** The page is taken away: it says its last words. */
  leave(): void {
    this.#asking.abort(); // what would still come would be held by nobody
    this.drafts.flush();
    this.release();
  }

  /** Tasks that were never on the page go back to others at once instead of when their lease ends. */
  release(): void {
    this.#giveBack(this.tasks);
  }

  #giveBack(tasks: readonly Task[]): void {
    const unseen = tasks.filter((task) => !this.#shown.has(task.assignment_id)).map((task) => task.assignment_id);
    if (unseen.length > 0) {
      void this.outbox.safe.write(...unseen.map((id) => ({ place: 'tasks' as const, id, value: null })));
      void fetch(`/api/annotator/projects/${this.project.project_id}/release`, {
        method: 'POST',
        keepalive: true,
        headers: { 'content-type': 'application/json', ...asPerson(this.outbox.person) },
        body: JSON.stringify({ assignment_ids: unseen }),
      }).catch(() => undefined);
    }
  }

  // A page that lies hidden for long keeps nothing from others that its person never saw; one that is back looks what other devices did.
  #seenOrHidden = (): void => {
    clearTimeout(this.#hidden);
    if (document.visibilityState === 'visible') {
      void this.fill({ again: true });
      return;
    }
    this.drafts.flush();
    this.#hidden = setTimeout(() => {
      if (!navigator.onLine || this.outbox.offline || this.outbox.signedOut) return;
      this.release();
      this.tasks = this.tasks.filter((task) => this.#shown.has(task.assignment_id));
    }, HIDDEN_MS);
  };

  /** Bring the desk up to its tasks: the page's, the prefetched ones, and those answered here but not yet received there. */
  async fill({ again = false } = {}): Promise<void> {
    if (this.#filling || this.#closed) return;
    this.#filling = true;
    clearTimeout(this.#timer);
    const order = this.#order();
    const isFirst = order.have.length === 0;
    // Asked for again: with it comes what another device typed for it meanwhile.
    if (again) order.have = order.have.filter((id) => id !== this.task?.assignment_id);
    try {
      const claimed = await answer(
        api.POST('/api/annotator/projects/{project_id}/claim', {
          params: { path: { project_id: this.project.project_id } },
          headers: asPerson(this.outbox.person),
          body: order,
          signal: this.#asking.signal,
        }),
      );
      if (this.#closed) return this.#giveBack(claimed);
      this.#add(claimed);
      if (isFirst) void this.#forgetAllBut(claimed);
    } catch (error) {
      if (error instanceof Problem && error.status === 401) {
        this.outbox.endedSession();
      } else if (error instanceof Problem) {
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
  #order(sending?: Intent): { have: string[]; want: number } {
    const leaving = this.#leaving();
    if (sending) leaving.delete(sending.assignment);
    const have = [...new Set([...this.tasks.map((task) => task.assignment_id), ...leaving])].slice(0, HELD_MAX);
    return { have, want: Math.min(HELD_MAX, this.#ahead() + leaving.size) };
  }

  /** How many tasks a tunnel needs at this person's pace; a few while that is not known. */
  #ahead(): number {
    const known = this.#lately.length >= PACE_KNOWN_FROM;
    const pace = known ? [...this.#lately].sort((one, other) => one - other)[this.#lately.length >> 1]! : this.project.pace_ms;
    return pace === null ? PREFETCH : Math.max(PREFETCH, Math.min(HELD_MAX, Math.ceil(TUNNEL_MS / Math.max(1, pace))));
  }

  #leaving(): Set<string> {
    return new Set(this.outbox.waiting.filter((one) => one.kind !== 'shown').map((one) => one.assignment));
  }

  #add(claimed: readonly Task[]): void {
    const here = new Set([...this.tasks.map((task) => task.assignment_id), ...this.#answeredHere()]);
    const wasEmpty = this.tasks.length === 0;
    const fresh = claimed.filter((task) => !here.has(task.assignment_id));
    this.tasks = [...this.tasks, ...fresh];
    this.problem = undefined;
    this.drafts.hear(claimed);
    if (fresh.length > 0) void this.#keepOnDevice(fresh);
    if (fresh.length > 0 && this.#shown.size > 0) this.#holdFiles(this.tasks);
    void this.#prepare(fresh, wasEmpty);
    if (this.tasks.length === 0 && this.#leaving().size === 0) this.state = 'empty';
  }

  // What is held lies on the device too, sealed: a tab that takes over from a killed one goes on with it, in a tunnel as well.
  async #keepOnDevice(tasks: readonly Task[]): Promise<void> {
    const project = this.project.project_id;
    const kept = tasks.map((task) => ({ project, order: (this.#held += 1) + Date.now() * 1000, task: { ...task, draft: null } }));
    await this.outbox.safe.write(...kept.map((value) => ({ place: 'tasks' as const, id: value.task.assignment_id, value })));
  }

  /** What is shown next is fetched once something is on the page. */
  #holdFiles(of: readonly Task[]): void {
    void import('./ahead').then((ahead) => ahead.hold(of)).catch(() => undefined); // then they come when they are shown
  }

  async #keptOnDevice(): Promise<KeptTask[]> {
    const found = (await this.outbox.safe.read<KeptTask>('tasks')) ?? [];
    return found.map((one) => one.value).filter((one) => one.project === this.project.project_id);
  }

  async #fromDevice(): Promise<void> {
    const kept = (await this.#keptOnDevice()).filter((one) => Date.parse(one.task.lease_until) > Date.now());
    if (this.tasks.length > 0 || this.#closed) return;
    const answered = new Set(this.#answeredHere());
    this.tasks = kept.filter((one) => !answered.has(one.task.assignment_id)).sort((one, other) => one.order - other.order).map((one) => one.task);
    if (this.tasks.length > 0) void this.#prepare(this.tasks, true);
  }

  /** What draws these tasks is fetched before they are shown; where it does not come, the form says so. */
  async #prepare(tasks: readonly Task[], thenPresent: boolean): Promise<void> {
    await lazy.prepare(tasks.flatMap((task) => task.form.elements)).catch(() => undefined);
    if (thenPresent && this.task && this.state !== 'working') void this.#present();
  }

  /** The engine has said all that this person holds. */
  async #forgetAllBut(claimed: readonly Task[]): Promise<void> {
    const held = new Set([...claimed, ...this.tasks].map((task) => task.assignment_id));
    const gone = (await this.#keptOnDevice()).filter((one) => !held.has(one.task.assignment_id));
    await this.outbox.safe.write(...gone.map((one) => ({ place: 'tasks' as const, id: one.task.assignment_id, value: null })));
  }

  /** The page has painted the task. */
  painted(task: Task): void {
    if (this.#shown.has(task.assignment_id)) return;
    this.#shown.add(task.assignment_id);
    this.#holdFiles(this.tasks);
    this.#keep('shown', task.assignment_id, { assignment_id: task.assignment_id });
  }

  /** Whether every question that needs an answer has one. */
  get complete(): boolean {
    return !!this.task && completed(this.task.form, this.answer);
  }

  change(name: string, value: unknown): void {
    this.answer = { ...this.answer, [name]: value };
    this.drafts.changed($state.snapshot(this.answer));
  }

  count(clock: Clock): void {
    this.#clock = this.drafts.clock = clock;
  }

  submit(): void {
    const task = this.task;
    if (!task || !this.complete) return;
    const answered = $state.snapshot(this.answer) as Answer;
    const submitId = crypto.randomUUID();
    const { active_ms, ...time } = this.#clock?.time(task.assignment_id) ?? { active_ms: 0 };
    this.drafts.forget(task.assignment_id);
    this.#keep('submit', task.assignment_id, {
      submit_id: submitId,
      assignment_id: task.assignment_id,
      revision: task.revision,
      answer: answered,
      active_ms,
      ...('focus_ms' in time && { time }),
    });
    this.#lately = [...this.#lately, active_ms].slice(-PACE_OF);
    this.#leave({ kind: 'submitted', submitId, task, answer: answered });
  }

  skip(): void {
    const task = this.task;
    if (!task) return;
    this.#keep('skip', task.assignment_id, { assignment_id: task.assignment_id });
    this.#leave({ kind: 'skipped', submitId: '', task, answer: {} });
  }

  /** Give the task up and say why; but for a skip it counts as none. */
  passOn(kind: Schemas['PassOn']['kind'], words: string): void {
    const task = this.task;
    if (!task) return;
    this.#keep('pass', task.assignment_id, { concern_id: crypto.randomUUID(), assignment_id: task.assignment_id, kind, words });
    this.#leave({ kind: kind === 'skipped' ? 'skipped' : 'passed-on', submitId: '', task, answer: {} });
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
    if (last.kind !== 'submitted' || this.tasks.length === 0) void this.fill();
  }

  #forgetLast(): void {
    clearTimeout(this.#undoTimer);
    this.last = undefined;
  }

  /** Put the first task on the page, with `answer` or what was typed for it earlier. */
  async #present(answer?: Answer): Promise<void> {
    const task = this.task;
    this.answer = answer ?? {};
    this.state = task ? 'working' : 'loading';
    const typed = await this.drafts.begin(task, answer);
    if (typed && this.task === task) this.answer = typed;
  }

  #takeOff(assignment: string): void {
    const wasOnThePage = this.task?.assignment_id === assignment;
    this.tasks = this.tasks.filter((task) => task.assignment_id !== assignment);
    if (wasOnThePage) void this.#present();
  }

  #answeredHere(): string[] {
    return this.outbox.waiting.filter((one) => one.kind === 'submit' || one.kind === 'skip' || one.kind === 'pass').map((one) => one.assignment);
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
    } else if (outcome.intent.kind === 'skip' || outcome.intent.kind === 'pass') {
      this.drafts.forget(intent.assignment);
    } else if (outcome.intent.kind === 'submit') {
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
      this.earnedMinor = Math.max(0, this.earnedMinor - (this.#paidMinor.get(outcome.intent.body.submit_id) ?? this.project.rate_minor));
    }
    if (this.tasks.length < PREFETCH) void this.fill();
  }
}
