// Which page an address shows. Each page is a file of its own, fetched when it is first opened: nobody waits for the pages of another hat.
import type { Component } from 'svelte';

import { words } from './words/words.svelte';

type Links = [address: string, words: string][];
type Come = () => Promise<{ default: unknown }>;
export const CLIENT: Links = [
  ['/client', 'nav-projects'],
  ['/client/log', 'nav-log'],
  ['/client/keys', 'nav-keys'],
  ['/client/workspace', 'nav-workspace'],
  ['/client/access', 'nav-access'],
  ['/client/break-glass', 'nav-glass'],
  ['/client/account', 'nav-account'],
];
export const AUDITOR: Links = [
  ['/audit', 'nav-log'],
  ['/audit/account', 'nav-account'],
];
const VENDOR: Links = [
  ['/vendor', 'nav-supplied'],
  ['/vendor/account', 'nav-account'],
];
const OPERATOR: Links = [
  ['/operator', 'nav-operators'],
  ['/operator/neutrality', 'neutrality-title'],
  ['/operator/workspaces', 'nav-workspaces'],
  ['/operator/account', 'nav-account'],
];
const ANNOTATOR: Links = [
  ['/desk', 'nav-queue'],
  ['/desk/statement', 'nav-statement'],
  ['/desk/account', 'nav-account'],
];

// The first pattern that fits; each group of a pattern is a prop of its page, and so is what is said at the end. The desk has a bar of its own.
const PAGES: [pattern: RegExp, come: Come, links: Links | null, more?: Record<string, string>][] = [
  [/^\/$/, () => import('./pages/Front.svelte'), []],
  [/^\/link$/, () => import('./pages/Link.svelte'), []],
  [/^\/sign-in$/, () => import('./pages/SignIn.svelte'), []],
  [/^\/sign-in\/return$/, () => import('./pages/SignInReturn.svelte'), []],
  [/^\/neutrality$/, () => import('./pages/Neutrality.svelte'), []],
  [/^\/client$/, () => import('./pages/client/Projects.svelte'), CLIENT],
  [/^\/client\/new$/, () => import('./pages/client/NewProject.svelte'), CLIENT],
  [/^\/client\/log$/, () => import('./pages/client/Log.svelte'), CLIENT],
  [/^\/client\/projects\/(?<id>[0-9a-f-]{36})$/, () => import('./pages/client/Project.svelte'), CLIENT],
  [/^\/client\/projects\/(?<id>[0-9a-f-]{36})\/import(?:\/(?<plan>[0-9a-f-]{36}))?$/, () => import('./pages/client/Import.svelte'), CLIENT],
  [/^\/client\/projects\/(?<id>[0-9a-f-]{36})\/guideline$/, () => import('./pages/client/Guideline.svelte'), CLIENT],
  [/^\/client\/projects\/(?<id>[0-9a-f-]{36})\/deliveries\/(?<delivery>[0-9a-f-]{36})$/, () => import('./pages/client/Certificate.svelte'), CLIENT],
  [/^\/client\/projects\/(?<id>[0-9a-f-]{36})\/media$/, () => import('./pages/client/MediaFiles.svelte'), CLIENT],
  [/^\/client\/projects\/(?<id>[0-9a-f-]{36})\/tasks\/(?<task>[0-9a-f-]{36})$/, () => import('./pages/client/Preview.svelte'), CLIENT],
  [/^\/client\/projects\/(?<id>[0-9a-f-]{36})\/near-duplicates$/, () => import('./pages/client/NearDuplicates.svelte'), CLIENT],
  [/^\/client\/projects\/(?<id>[0-9a-f-]{36})\/near-duplicates\/(?<task>[0-9a-f-]{36})$/, () => import('./pages/client/NearPair.svelte'), CLIENT],
  [/^\/client\/keys$/, () => import('./pages/client/Keys.svelte'), CLIENT],
  [/^\/client\/workspace$/, () => import('./pages/client/workspace/Workspace.svelte'), CLIENT],
  [/^\/client\/access$/, () => import('./pages/client/Access.svelte'), CLIENT],
  [/^\/client\/break-glass$/, () => import('./pages/client/BreakGlass.svelte'), CLIENT],
  [/^\/client\/seen\/(?<who>[0-9a-f-]{36})$/, () => import('./pages/client/Seen.svelte'), CLIENT],
  [/^\/client\/account$/, () => import('./pages/account/Account.svelte'), CLIENT, { audience: 'client' }],
  [/^\/audit$/, () => import('./pages/client/Log.svelte'), AUDITOR],
  [/^\/audit\/account$/, () => import('./pages/account/Account.svelte'), AUDITOR, { audience: 'auditor' }],
  [/^\/vendor$/, () => import('./pages/vendor/Supplied.svelte'), VENDOR],
  [/^\/vendor\/account$/, () => import('./pages/account/Account.svelte'), VENDOR, { audience: 'vendor' }],
  [/^\/operator$/, () => import('./pages/operator/Operators.svelte'), OPERATOR],
  [/^\/operator\/neutrality$/, () => import('./pages/operator/Declarations.svelte'), OPERATOR],
  [/^\/operator\/workspaces$/, () => import('./pages/operator/Workspaces.svelte'), OPERATOR],
  [/^\/operator\/workspaces\/(?<workspace>[0-9a-f-]{36})\/(?<request>[0-9a-f-]{36})$/, () => import('./pages/operator/Inside.svelte'), OPERATOR],
  [/^\/operator\/account$/, () => import('./pages/account/Account.svelte'), OPERATOR, { audience: 'operator' }],
  [/^\/desk$/, () => import('./pages/annotator/Queue.svelte'), ANNOTATOR],
  [/^\/desk\/statement$/, () => import('./pages/annotator/Statement.svelte'), ANNOTATOR],
  [/^\/desk\/account$/, () => import('./pages/account/Account.svelte'), ANNOTATOR, { audience: 'annotator' }],
  [/^\/desk\/(?<id>[0-9a-f-]{36})$/, () => import('./pages/annotator/Annotate.svelte'), null],
];

export type Address = { come: () => Promise<Component<Record<string, unknown>>>; links: Links | null; props: Record<string, string> };

export function at(path: string): Address {
  for (const [pattern, come, links, more] of PAGES) {
    const match = pattern.exec(path);
    if (match) return { come: () => page(come, links === null ? 'desk' : 'everywhere'), links, props: { ...match.groups, ...more } };
  }
  return { come: () => page(() => import('./pages/Missing.svelte'), 'everywhere'), links: [], props: {} };
}

/** With the words that it says. */
async function page(come: Come, said: 'desk' | 'everywhere'): Promise<Component<Record<string, unknown>>> {
  const [{ default: component }] = await Promise.all([come(), words.come(said)]);
  return component as Component<Record<string, unknown>>;
}
