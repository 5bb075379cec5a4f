import { createJobs } from '../../activities/jobs';
import type { Job, JobParts } from '../../activities/job';
import { acceptForm } from '../../api/v2/completion';
import { programFor, type ReleaseContent } from '../../engine/model';
import type { UserTask } from '../../engine';
import type { Actor } from '../../protocol/events';
import type { JsonValue, Variables } from '../../protocol/json';
import type { Store } from '../../store/connect';
import type { Release } from '../../store/engine/releases';
import { factsOfFile } from '../../store/product/attachments';
import type { ScenarioStep } from './processScenario';
import { VirtualWorld, type VirtualInstance } from './virtualWorld';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const CORRELATION: Actor = { kind: 'system', id: 'correlation' };

/**
 * Plays processes on a clock that is moved by hand, as people would: tasks are taken by who may take them, forms are
 * checked as the API checks them, jobs run on the store.
 */
export class Playground {
  readonly world: VirtualWorld;

  private constructor(
    private readonly store: Store,
    private readonly release: Release,
    private readonly content: ReleaseContent,
    now: number,
    jobs: Omit<JobParts, 'store' | 'now' | 'publish'>,
  ) {
    this.world = new VirtualWorld(store, {}, now);
    const publish: JobParts['publish'] = ({ name, correlationKey, variables }) =>
      this.publish(name, correlationKey, variables);
    const made = createJobs({ ...jobs, store, now: () => this.world.now, publish });
    // A job may look at what has just happened, e.g. at who completed a task.
    const projected = Object.entries(made).map(([type, job]): [string, Job] => [
      type,
      async (input) => {
        await this.world.project();
        return job(input);
      },
    ]);
    this.world.jobs = Object.fromEntries(projected);
  }

  /** @param at when it begins, epoch milliseconds */
  static async open(store: Store, at: number, jobs: Omit<JobParts, 'store' | 'now' | 'publish'>): Promise<Playground> {
    const release = await store.releases.current();
    if (!release) throw new Error('Expected a release to play, but there is none');
    const content = (await store.releases.content(release.number)) as ReleaseContent;
    return new Playground(store, release, content, at, jobs);
  }

  async play(step: ScenarioStep): Promise<void> {
    if ('advance' in step) await this.world.advanceTo(this.world.now + milliseconds(step.advance));
    else if ('start' in step) await this.start(step.start, await this.withPeople(step.variables), step.element);
    else if ('present' in step) await this.appear(step.present, step.rooms);
    else if ('publish' in step) await this.publish(step.publish, step.key, await this.withPeople(step.variables));
    else await this.complete(step);
    await this.world.project();
  }

  private async appear(role: string, rooms: string[]): Promise<void> {
    const [personId = role] = await this.store.people.idsWithRole(role);
    const at = new Date(this.world.now).toISOString();
    await this.store.presence.set(personId, { state: 'available', rooms, capacity: 3 }, at);
  }

  private async start(processId: string, variables: Variables, startElementId?: string, messageName?: string) {
    const processInstanceKey = await this.store.counters.nextKey();
    const definition = this.release.definitions.find(({ kind, id }) => kind === 'process' && id === processId);
    const messageId = `play-${processInstanceKey}`;
    await this.world.start({
      program: programFor(this.content, processId),
      processInstanceKey,
      processDefinitionKey: definition?.key ?? '',
      release: { number: this.release.number, hash: this.release.hash },
      parent: null,
      rootKey: processInstanceKey,
      variables,
      startedBy: messageName === undefined ? { kind: 'system', id: 'play' } : CORRELATION,
      ...(startElementId !== undefined && { startElementId }),
      ...(messageName !== undefined && { message: { messageId, messageName } }),
    });
  }

  /** Who waits for it gets it, and the processes that begin with it begin. */
  private async publish(name: string, key: string, variables: Variables): Promise<void> {
    await this.world.publish(name, key, variables, CORRELATION);
    for (const { id, startEvents } of Object.values(this.content.processes)) {
      for (const start of startEvents) {
        if (start.kind !== 'message' || start.messageName !== name) continue;
        await this.start(id, variables, start.elementId, name);
      }
    }
  }

  private async complete(step: Extract<ScenarioStep, { complete: string }>): Promise<void> {
    const open = this.openTasks(step.complete);
    if (open.length === 0) throw new Error(`Expected an open task ${step.complete}, but there is none`);
    for (const { instance, task } of step.times === 'all' ? open : open.slice(0, step.times)) {
      const personId = await this.whoMay(task, step.by);
      const actor: Actor = { kind: 'person', id: personId };
      const files = await this.bring(instance, task, step.files);
      const data = { ...(await this.withPeople(step.data)), ...files };
      const variables = await this.fillIn(instance, task, { personId, data });
      if (task.assignee !== personId) {
        const take = {
          type: 'assignUserTask',
          userTaskKey: task.key,
          assignee: personId,
          allowOverride: true,
        } as const;
        await this.world.apply(instance, take, actor);
      }
      await this.world.apply(instance, { type: 'completeUserTask', userTaskKey: task.key, variables }, actor);
      await this.world.project();
    }
  }

  openTasks(elementId: string): { instance: VirtualInstance; task: UserTask }[] {
    return this.world.instances.flatMap((instance) =>
      Object.values(instance.memory.execution.userTasks)
        .filter((task) => task.elementId === elementId)
        .map((task) => ({ instance, task })),
    );
  }

  /** The assignee where there is one, else a person of the role, which must be among the candidates. */
  private async whoMay(
    { assignee, candidateGroups, candidateUsers, elementId }: UserTask,
    role: string,
  ): Promise<string> {
    const people = await this.store.people.idsWithRole(role);
    const person = people.find((id) => id === assignee || candidateUsers.includes(id)) ?? people[0];
    const isHis = person === assignee || candidateGroups.includes(role) || candidateUsers.includes(person ?? '');
    if (person === undefined || !isHis)
      throw new Error(
        `Expected ${elementId} to be for ${role}, but it is for ${assignee ?? candidateGroups.join(', ')}`,
      );
    return person;
  }

  private async fillIn(
    { input }: VirtualInstance,
    { key, elementInstanceKey, formId }: UserTask,
    { personId, data }: { personId: string; data: Variables },
  ): Promise<Variables> {
    const schema = formId === null ? undefined : this.content.forms[formId];
    if (!schema) return data;
    const { processInstanceKey } = input;
    const task = { key, elementInstanceKey, processInstanceKey, state: 'CREATED' as const };
    const form = { task, person: { id: personId }, schema, content: this.content };
    return acceptForm({ store: this.store, now: () => this.world.now }, form, data);
  }

  /** Stores files with the instance of the task, as uploads are; what the form's fields then hold. */
  private async bring(
    { input }: VirtualInstance,
    { key }: UserTask,
    files: Record<string, string[]>,
  ): Promise<Variables> {
    const held: Variables = {};
    for (const [field, names] of Object.entries(files)) {
      const stored = names.map(async (name, index) => {
        const content = Buffer.from(`%PDF-1.7 ${name}`);
        const file = factsOfFile(name, 'application/pdf', content);
        const owner = { processInstanceKey: input.processInstanceKey };
        const at = new Date(this.world.now).toISOString();
        return this.store.attachments.add({ ...file, id: `${key}-${field}-${index}`, owner, at }, content);
      });
      held[field] = await Promise.all(stored);
    }
    return held;
  }

  private async withPeople(variables: Variables): Promise<Variables> {
    const text = JSON.stringify(variables);
    const roles = new Set([...text.matchAll(/\$person:(\w+)/g)].map(([, role = '']) => role));
    const ids = await Promise.all(
      [...roles].map(async (role) => [role, await this.store.people.idsWithRole(role)] as const),
    );
    const people = new Map(ids.map(([role, found]) => [role, found[0] ?? role]));
    const filled = text.replace(/\$person:(\w+)/g, (_, role: string) => people.get(role) ?? role);
    return JSON.parse(filled) as Record<string, JsonValue>;
  }
}

function milliseconds(duration: string): number {
  const [, days = '0', , hours = '0', minutes = '0'] = /^P(?:(\d+)D)?(T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(duration) ?? [];
  return Number(days) * DAY_MS + Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS;
}
