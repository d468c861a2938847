// The way to the organisation's own sign-in and back. Why one went there waits in this tab.
import { answer, api, type Schemas } from '../../api/api';

const WHY = 'amana.identity';

export async function askToLink(audience: Schemas['Audience']): Promise<void> {
  const { address } = await answer(api.POST('/api/account/{audience}/identity/begin', { params: { path: { audience } } }));
  sessionStorage.setItem(WHY, audience);
  location.assign(address);
}

export async function askToEnter(): Promise<void> {
  const { address } = await answer(api.POST('/api/session/identity/begin'));
  sessionStorage.removeItem(WHY);
  location.assign(address);
}

/** For which account an identity is to be linked; null: somebody comes in. Said once. */
export function whyWeWent(): Schemas['Audience'] | null {
  const why = sessionStorage.getItem(WHY) as Schemas['Audience'] | null;
  sessionStorage.removeItem(WHY);
  return why;
}
