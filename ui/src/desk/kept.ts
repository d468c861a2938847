/** Files that were fetched ahead, by their path: where this page's memory has them. */
export const kept = new Map<string, string>();
