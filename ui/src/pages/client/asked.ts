// How many people a project asks each task.
import type { Schemas } from '../../api/api';
import { count, t } from '../../words/words.svelte';

/** One number, or from the least to the most where the engine decides. */
export function asked(project: Schemas['ProjectSummary']): string {
  const most = count(project.annotations_needed);
  return project.annotations_min == null ? most : t('people-from-to', { least: count(project.annotations_min), most });
}
