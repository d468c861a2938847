// The annotator whose pages were opened last in this app, if anybody's: known to every page, without the code of the desk.
import type { Person } from './person.svelte';

export const signedIn: { person?: Person } = {};
