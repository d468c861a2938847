// What one person keeps on this device, sealed: AES-GCM under a key that the engine holds for this person and this device and hands
// to their live sessions. The key is in the page's memory alone, so that without a session nothing here can be read. Only whose a
// row is, and whether it is an answer, can be seen without it.
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';

import { answer, api, Problem, Unreachable } from '../api/api';

type Id = string | number;
type Row = { answer: boolean; nonce: Uint8Array<ArrayBuffer>; body: ArrayBuffer };
type Rows = { key: [person: string, id: Id]; value: Row };
interface Store extends DBSchema {
  device: { key: 'id'; value: string };
  intents: Rows;
  refused: Rows;
  drafts: Rows;
  tasks: Rows;
}
export type Place = 'intents' | 'refused' | 'drafts' | 'tasks';
const PLACES: Place[] = ['intents', 'refused', 'drafts', 'tasks'];

/** Put `value` at its place, or (null) take away what is there. `answer`: it is one that the engine has not got yet. `strict`: it is not
    called written before the disk itself has it; anything else not before the system has it, which outlives tab and browser. */
export type Change = { place: Place; id: Id; value: unknown; answer?: boolean; strict?: boolean };
export type Found<T> = { id: Id; value: T };

/** Called when rows can be read and written from now on, and when they no longer can. */
type Listener = { opened: () => void; lost?: () => void };

const OPENS_WITHIN_MS = 2000;
const ASK_AGAIN_MS = 3000;
const WRITES_WITHIN_MS = 8000; // or the store is as good as gone, and answers go straight to the engine

export class Safe {
  /** This device, by an id that its browser drew; empty while there is no store. */
  device = '';
  #listeners = new Set<Listener>();
  #db: IDBPDatabase<Store> | null = null;
  #key: CryptoKey | null = null;
  #lost = new AbortController();
  #turn: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(readonly person: string) {}

  /** Whether what is written now is kept on the device. */
  get isOpen(): boolean {
    return this.#db !== null && this.#key !== null;
  }

  /** Returns the way to stop hearing. */
  on(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when the safe is open, or when that has to wait; listeners hear of it once it is. */
  async open(): Promise<void> {
    const opening = openStore(() => this.#lose());
    const db = await Promise.race([opening, sleep(OPENS_WITHIN_MS).then(() => null)]).catch(() => null);
    if (db) await this.#begin(db);
    // Another tab that has an older version of the app open holds the store back.
    else void opening.then((late) => this.#begin(late)).catch(() => undefined);
  }

  /** Forget the key: somebody signed out. */
  close(): void {
    this.#closed = true;
    this.#key = null;
    this.#db?.close();
    this.#db = null;
  }

  /** Make all the changes or none; true when they are on the disk. In the order in which they were asked for. */
  write(...changes: Change[]): Promise<boolean> {
    const done = this.#turn.then(() => this.#write(changes));
    this.#turn = done;
    return done;
  }

  /** This person's rows of a place in the order of their ids; undefined while nothing can be read. */
  async read<T>(place: Place): Promise<Found<T>[] | undefined> {
    const db = this.#db;
    if (!db || !this.#key) return undefined;
    try {
      const mine = IDBKeyRange.bound([this.person], [this.person, []]);
      const tx = db.transaction(place);
      const [keys, rows] = await Promise.all([tx.store.getAllKeys(mine), tx.store.getAll(mine)]);
      const found = await Promise.all(rows.map((row, n) => this.#unsealed<T>(place, keys[n]![1], row)));
      return found.filter((one) => one !== undefined);
    } catch {
      this.#lose();
      return undefined;
    }
  }

  async get<T>(place: Place, id: Id): Promise<T | undefined> {
    try {
      const row = this.#key ? await this.#db?.get(place, [this.person, id]) : undefined;
      return row && (await this.#unsealed<T>(place, id, row))?.value;
    } catch {
      this.#lose();
      return undefined;
    }
  }

  /** How many answers wait here, of this person and of others. */
  async answers(): Promise<{ mine: number; others: number }> {
    if (!this.#db) return { mine: 0, others: 0 };
    const all = (await count(this.#db, () => true)).answers;
    const mine = (await count(this.#db, (person) => person === this.person)).answers;
    return { mine, others: all - mine };
  }

  async #begin(db: IDBPDatabase<Store>): Promise<void> {
    if (this.#closed) return db.close();
    this.#db = db;
    this.#lost = new AbortController();
    this.device = await thisDevice(db);
    if (!(await this.#askForKey())) void this.#keepAsking();
  }

  async #keepAsking(): Promise<void> {
    do await sleep(ASK_AGAIN_MS);
    while (!this.#closed && this.#db && !(await this.#askForKey()));
  }

  async #askForKey(): Promise<boolean> {
    try {
      const headers = { 'amana-person': this.person };
      const { key } = await answer(api.POST('/api/annotator/device-key', { headers, body: { device_id: this.device } }));
      const bytes = Uint8Array.from(atob(key), (letter) => letter.charCodeAt(0));
      this.#key = await crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
      bytes.fill(0);
    } catch (error) {
      if (error instanceof Problem || error instanceof Unreachable) return false;
      throw error;
    }
    for (const listener of this.#listeners) listener.opened();
    return true;
  }

  async #write(changes: Change[]): Promise<boolean> {
    const db = this.#db;
    if (!db || !this.#key) return false;
    try {
      const rows = await Promise.all(changes.map((change) => (change.value === null ? null : this.#sealed(change))));
      const tx = db.transaction(PLACES, 'readwrite', { durability: changes.some((one) => one.strict) ? 'strict' : 'relaxed' });
      const made = changes.map(({ place, id }, n) => {
        const store = tx.objectStore(place);
        const row = rows[n];
        return row ? store.put(row, [this.person, id]) : store.delete([this.person, id]);
      });
      // Without this a tab that dies before it heard of each row takes all of them with it.
      tx.commit();
      // Over when it is on the disk: a request alone succeeds before. A store that is cleared under the page may never say anything.
      await within(WRITES_WITHIN_MS, this.#lost.signal, Promise.all([...made, tx.done]));
      return true;
    } catch {
      this.#lose();
      return false;
    }
  }

  async #sealed(change: Change): Promise<Row> {
    const nonce = crypto.getRandomValues(new Uint8Array(12));
    const algorithm = { name: 'AES-GCM', iv: nonce, additionalData: this.#bound(change.place, change.id) };
    const body = await crypto.subtle.encrypt(algorithm, this.#key!, new TextEncoder().encode(JSON.stringify(change.value)));
    return { answer: change.answer ?? false, nonce, body };
  }

  /** Undefined for a row that was moved here, or was sealed under a key that is gone. */
  async #unsealed<T>(place: Place, id: Id, row: Row): Promise<Found<T> | undefined> {
    const algorithm = { name: 'AES-GCM', iv: row.nonce, additionalData: this.#bound(place, id) };
    try {
      const body = await crypto.subtle.decrypt(algorithm, this.#key!, row.body);
      return { id, value: JSON.parse(new TextDecoder().decode(body)) as T };
    } catch {
      return undefined;
    }
  }

  /** A row opens at its own place alone. */
  #bound(place: Place, id: Id): Uint8Array<ArrayBuffer> {
    return new TextEncoder().encode(['amana 2', place, this.person, this.device, id].join('|'));
  }

  #lose(): void {
    if (!this.#db) return;
    this.#db = null;
    this.#lost.abort();
    for (const listener of this.#listeners) listener.lost?.();
  }
}

/** What lies on this device, whoever's it is, as far as can be seen without anybody's key. */
export async function lyingHere(): Promise<{ answers: number; drafts: number }> {
  try {
    const db = await openStore(() => {});
    const found = await count(db, () => true);
    db.close();
    return found;
  } catch {
    return { answers: 0, drafts: 0 };
  }
}

async function count(db: IDBPDatabase<Store>, of: (person: string) => boolean): Promise<{ answers: number; drafts: number }> {
  const tx = db.transaction(['intents', 'drafts']);
  const [keys, rows, drafts] = await Promise.all([
    tx.objectStore('intents').getAllKeys(),
    tx.objectStore('intents').getAll(),
    tx.objectStore('drafts').getAllKeys(),
  ]);
  return {
    answers: rows.filter((row, n) => row.answer && of(keys[n]![0])).length,
    drafts: drafts.filter(([person]) => of(person)).length,
  };
}

function openStore(lost: () => void): Promise<IDBPDatabase<Store>> {
  return openDB<Store>('amana', 2, {
    upgrade(db) {
      db.createObjectStore('device');
      for (const place of PLACES) db.createObjectStore(place);
    },
    // A newer version of the app, in another tab, waits for the store.
    blocking: (_from, _to, event) => {
      (event.target as IDBDatabase).close();
      lost();
    },
    terminated: lost,
  });
}

async function thisDevice(db: IDBPDatabase<Store>): Promise<string> {
  const tx = db.transaction('device', 'readwrite');
  const known = await tx.store.get('id');
  const device = known ?? crypto.randomUUID();
  if (!known) await tx.store.put(device, 'id');
  await tx.done;
  return device;
}

/** What the work comes to; rejects when it takes longer, or at the signal. */
function within<T>(ms: number, signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new Error('the store does not answer'));
    const timer = setTimeout(stop, ms);
    signal.addEventListener('abort', stop, { once: true });
    void work.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    });
  });
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

