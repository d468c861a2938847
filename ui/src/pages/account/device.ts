import type { Schemas } from '../../api/api';
import { t } from '../../words/words.svelte';

/** A device as a person knows it again. */
export function deviceWords({ browser, system }: Schemas['Device']): string {
  if (!browser && !system) return t('device-unknown');
  return browser && system ? t('device-words', { browser, system }) : browser || system;
}
