// The annotator who is signed in: their queue and their outbox, which lives as long as the app, whatever page is open.
import { answer, api, Problem, type Schemas } from '../api/api';
import { Outbox } from './outbox.svelte';
import { Safe } from './safe';
import { shellWorksOffline } from './shell';
import { signedIn } from './signed-in';

export class Person {
  projects = $state.raw<Schemas['DeskProject'][]>([]);
  /** When clients ended this person's work for them. */
  departures = $state.raw<string[]>([]);

  private constructor(readonly outbox: Outbox) {}

  static async open(): Promise<Person> {
    const desk = await load();
    const current = signedIn.person;
    const person = current?.outbox.person === desk.person ? current : new Person(new Outbox(new Safe(desk.person)));
    if (person !== current) {
      current?.outbox.close();
      await person.outbox.open();
      void shellWorksOffline();
    }
    person.projects = desk.projects;
    person.departures = desk.departures;
    signedIn.person = person;
    return person;
  }

  /** Look again; false when somebody else is signed in here now. The outbox hears whether the session lives. */
  async refresh(): Promise<boolean> {
    try {
      const desk = await load();
      if (desk.person !== this.outbox.person) {
        this.outbox.endedSession();
        return false;
      }
      this.projects = desk.projects;
      if (this.outbox.signedOut) this.outbox.signedIn();
    } catch (error) {
      if (error instanceof Problem && error.status === 401) this.outbox.endedSession();
      throw error;
    }
    return true;
  }

  /** This person signed out: their key leaves the page with them. */
  forget(): void {
    this.outbox.close();
    signedIn.person = undefined;
  }
}

function load(): Promise<Schemas['Desk']> {
  const midnight = new Date();
  midnight.setHours(0, 0, 0, 0);
  return answer(api.GET('/api/annotator/projects', { params: { query: { since: midnight.toISOString() } } }));
}
