// Where each hat leads.
const ROOMS: Record<string, string> = { annotator: '/desk', client: '/client', auditor: '/audit', vendor: '/vendor', operator: '/operator' };

export const roomOf = (audience: string): string => ROOMS[audience] ?? '/';

export const accountOf = (audience: string): string => `${ROOMS[audience] ?? ''}/account`;

/** The page of one's own account, under the hat that a path belongs to. */
export const accountHere = (path: string): string => `/${path.split('/')[1]}/account`;
