// The browser's own part of passkeys: making one, and signing with one.
import { answer, api, type Schemas } from '../../api/api';
import { t } from '../../words/words.svelte';

/** The person closed the browser's question, or it ran out: nothing happened. */
export class NotNow extends Error {}

/** Whether this browser can make and use passkeys here. */
export const canPasskeys = (): boolean => 'PublicKeyCredential' in window && 'parseCreationOptionsFromJSON' in PublicKeyCredential;

export async function makePasskey(audience: Schemas['Audience']): Promise<void> {
  const path = { audience };
  const options = await answer(api.POST('/api/account/{audience}/passkeys/begin', { params: { path } }));
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options as unknown as PublicKeyCredentialCreationOptionsJSON);
  const credential = await asked(navigator.credentials.create({ publicKey }));
  await answer(api.POST('/api/account/{audience}/passkeys', { params: { path }, body: { credential } }));
}

export async function enterByPasskey(): Promise<Schemas['SignedIn'][]> {
  const options = await answer(api.POST('/api/session/passkey/begin'));
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options as unknown as PublicKeyCredentialRequestOptionsJSON);
  const credential = await asked(navigator.credentials.get({ publicKey }));
  return answer(api.POST('/api/session/passkey', { body: { credential } }));
}

/** As a lead: signs, for this request and no other, that an operator may look inside. */
export async function approveBreakGlass(request: string): Promise<void> {
  const params = { path: { request_id: request } };
  const options = await answer(api.POST('/api/client/break-glass/{request_id}/approve/begin', { params }));
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options as unknown as PublicKeyCredentialRequestOptionsJSON);
  const credential = await asked(navigator.credentials.get({ publicKey }));
  await answer(api.POST('/api/client/break-glass/{request_id}/approve', { params, body: { credential } }));
}

async function asked(question: Promise<Credential | null>): Promise<Record<string, unknown>> {
  try {
    return { ...((await question) as PublicKeyCredential).toJSON() };
  } catch (error) {
    // A browser says no more than this, so that no page learns which passkeys a person has.
    throw new NotNow((error as DOMException).name === 'InvalidStateError' ? t('passkey-known') : t('passkey-not-now'));
  }
}
