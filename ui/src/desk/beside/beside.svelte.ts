// What lies beside the tasks of a project for as long as the page lives. The guideline is fetched ahead: it opens without a connection too.
import { answer, api, Problem, type Schemas, Unreachable } from '../../api/api';
import { Resource } from '../../api/resource.svelte';
import { t } from '../../words/words.svelte';

const AGAIN_MS = 5_000;

export class Beside {
  readonly guideline: Resource<Schemas['GuidelineToRead']>;
  /** A question that is being written: it outlives the panel, and keeps its id until the engine has it. */
  asking = $state({ id: crypto.randomUUID(), words: '', ofTask: false });
  #read = 0;

  constructor(readonly project: string) {
    this.guideline = new Resource(() => answer(api.GET('/api/annotator/projects/{project_id}/guideline', { params: this.params })));
  }

  get params(): { path: { project_id: string } } {
    return { path: { project_id: this.project } };
  }

  /** Have the guideline here, in the version in force. */
  async ahead(version: number): Promise<void> {
    if ((this.guideline.data?.version ?? 0) < version) await this.guideline.refresh();
  }

  /** The person has the fetched version before their eyes. The engine hears of it as soon as it answers; `heard` is called then. */
  async read(heard: () => void): Promise<void> {
    const version = this.guideline.data?.version ?? 0;
    if (version <= this.#read) return;
    this.#read = version;
    for (;;) {
      try {
        await answer(api.POST('/api/annotator/projects/{project_id}/guideline/read', { params: this.params, body: { version } }));
        return heard();
      } catch (error) {
        if (!(error instanceof Unreachable)) return; // the desk tells of an ended session and of walls
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
    }
  }

  /** Put the question that was written to the lead; says in words why it could not be. */
  async ask(assignment: string | undefined): Promise<string> {
    const { id, words, ofTask } = this.asking;
    const body = { question_id: id, words: words.trim(), assignment_id: ofTask && assignment ? assignment : null };
    try {
      await answer(api.POST('/api/annotator/projects/{project_id}/questions', { params: this.params, body }));
    } catch (error) {
      return error instanceof Problem ? error.words : t('offline-nothing');
    }
    this.asking = { id: crypto.randomUUID(), words: '', ofTask: false };
    return '';
  }
}

const kept = new Map<string, Beside>();

export function besideOf(project: string): Beside {
  const found = kept.get(project) ?? new Beside(project);
  kept.set(project, found);
  return found;
}
