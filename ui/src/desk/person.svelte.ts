// The annotator who is signed in: their queue and their outbox, which lives as long as the app, whatever page is open.
import { answer, api, type Schemas } from '../api/api';
import { Outbox } from './outbox.svelte';

export class Person {
  projects = $state.raw<Schemas['DeskProject'][]>([]);
  /** When clients ended this person's work for them. */
  departures = $state.raw<string[]>([]);

  private constructor(readonly outbox: Outbox) {}

  /** Whose pages were opened last in this app, if anybody's. */
  static get signedIn(): Person | undefined {
    return current;
  }

  static async open(): Promise<Person> {
    const desk = await load();
    const person = current?.outbox.person === desk.person ? current : new Person(new Outbox(desk.person));
    if (person !== current) await person.outbox.open();
    person.projects = desk.projects;
    person.departures = desk.departures;
    current = person;
    return person;
  }

  async refresh(): Promise<void> {
    this.projects = (await load()).projects;
  }
}

let current: Person | undefined;

function load(): Promise<Schemas['Desk']> {
  const midnight = new Date();
  midnight.setHours(0, 0, 0, 0);
  return answer(api.GET('/api/annotator/projects', { params: { query: { since: midnight.toISOString() } } }));
}
