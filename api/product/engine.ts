import { Router } from 'express';
import { whyWaiting, type Execution } from '../../engine';
import { compileRelease, programFor, type ReleaseContent } from '../../engine/model';
import {
  checkReleaseSchema,
  historyQuerySchema,
  type Waiting,
  type CheckedRelease,
  type HistoryEntry,
  type ReleaseSummary,
  type ReleaseView,
} from '../../protocol/engineViews';
import { ApiError } from '../../protocol/errors';
import type { RecordedEvent } from '../../protocol/events';
import type { Release } from '../../store/engine/releases';
import type { Store } from '../../store/connect';
import { CommandRejected } from '../../temporal/errors';
import type { InstanceClient } from '../../temporal/instanceClient';
import { personOf } from '../auth/middleware';
import { migrationBody, modificationBody } from '../../protocol/v2/bodies';
import { authorize } from '../v2/access';
import { migrationReport, modificationReport, runningInstance } from '../v2/changes';
import { found, keyParam } from '../v2/commands';
import { wholeRelease } from '../v2/deploy';
import { validate } from '../validate';

export interface EngineViewParts {
  store: Store;
  instances: Pick<InstanceClient, 'snapshot'>;
  jobTypes: ReadonlySet<string>;
  /** When a timer start fires next, soonest first. */
  nextTimes(processId: string, startElementId: string): Promise<Date[]>;
}

/** Dashboards ask every few seconds; a timer start fires every few hours. */
const NEXT_RUNS_KEPT_MS = 30_000;

/** Asks Temporal once for as long as the answer is kept; a time that has come makes it ask again. */
function keptFor(ms: number, ask: EngineViewParts['nextTimes']): EngineViewParts['nextTimes'] {
  const kept = new Map<string, { until: number; times: Promise<Date[]> }>();
  return async (processId, startElementId) => {
    const key = `${processId} ${startElementId}`;
    const known = kept.get(key);
    if (known && known.until > Date.now()) {
      const [next] = await known.times;
      if (next === undefined || next.getTime() > Date.now()) return known.times;
    }
    const times = ask(processId, startElementId);
    times.catch(() => kept.delete(key));
    kept.set(key, { until: Date.now() + ms, times });
    return times;
  };
}

/** Views of the engine beside `/v2`: releases and their check, an instance's history, why it waits. */
export function engineRoutes(parts: EngineViewParts): Router {
  const router = Router();
  releaseRoutes(router, { ...parts, nextTimes: keptFor(NEXT_RUNS_KEPT_MS, (...start) => parts.nextTimes(...start)) });
  instanceRoutes(router, parts);
  return router;
}

function releaseRoutes(router: Router, parts: EngineViewParts): void {
  const { releases } = parts.store;

  router.get('/releases', async (request, response) => {
    authorize(personOf(request), 'definition.read');
    const all = await releases.list();
    response.json({ items: await Promise.all(all.map((release) => summaryOf(parts.store, release))) });
  });

  router.get('/releases/current', async (request, response) => {
    authorize(personOf(request), 'definition.read');
    const release = await releases.current();
    if (release) response.json(await releaseView(parts, release));
    else response.status(204).end();
  });

  router.get('/releases/current/resource', async (request, response) => {
    authorize(personOf(request), 'definition.read');
    const { name } = request.query;
    const resource = found((await releases.current())?.resources.find((one) => one.name === name) ?? null);
    response.json({ name, content: found(await releases.resource(resource.hash)) });
  });

  router.post('/releases/check', async (request, response) => {
    authorize(personOf(request), 'definition.deploy');
    const { resources } = validate(checkReleaseSchema, request.body);
    const whole = await wholeRelease(parts.store, { resources, mode: 'over' });
    const compiled = await compileRelease(whole, { jobTypes: parts.jobTypes });
    const checked: CheckedRelease = { problems: compiled.ok ? compiled.warnings : compiled.problems };
    response.json(checked);
  });
}

function instanceRoutes(router: Router, parts: EngineViewParts): void {
  const { store } = parts;

  router.get('/instances/:key/history', async (request, response) => {
    authorize(personOf(request), 'instance.read');
    const key = keyParam(request.params, 'key');
    const { after, limit } = validate(historyQuerySchema, request.query);
    const own = await store.record.events(key, after, limit);
    const isLast = own.length < limit;
    const events = isLast ? inOrder([...own, ...(await watchdogEvents(store, key))]) : own;
    if (events.length === 0 && after === 0) throw new ApiError('not_found');
    const items = await Promise.all(events.map((event) => historyEntry(store, event)));
    response.json({ items, ...(isLast ? {} : { nextCursor: String(own.at(-1)?.seq) }) });
  });

  router.get('/instances/:key/record', async (request, response) => {
    authorize(personOf(request), 'instance.read');
    const key = keyParam(request.params, 'key');
    found(await store.record.stream(key));
    response.json(await store.record.verify(key));
  });

  router.post('/instances/:key/modification-report', async (request, response) => {
    authorize(personOf(request), 'instance.change');
    const instance = await runningInstance(parts, request.params, 'key');
    response.json(await modificationReport(parts, instance, validate(modificationBody, request.body)));
  });

  router.post('/instances/:key/migration-report', async (request, response) => {
    authorize(personOf(request), 'instance.change');
    const instance = await runningInstance(parts, request.params, 'key');
    response.json(await migrationReport(parts, instance, validate(migrationBody, request.body)));
  });

  router.get('/instances/:key/why-waiting', async (request, response) => {
    authorize(personOf(request), 'instance.read');
    const key = keyParam(request.params, 'key');
    response.json({ items: await waitingOf(parts, key) });
  });
}

async function releaseView(parts: EngineViewParts, release: Release): Promise<ReleaseView> {
  const content = (await parts.store.releases.content(release.number)) as ReleaseContent;
  const processes = release.definitions
    .filter(({ kind }) => kind === 'process')
    .map(async ({ id, key, name, version, resourceName }) => ({
      processDefinitionId: id,
      processDefinitionKey: key,
      name,
      version,
      resourceName,
      nextRunAt: await nextRun(parts, content, id),
    }));
  const { resources } = release;
  return { ...(await summaryOf(parts.store, release)), resources, processes: await Promise.all(processes) };
}

async function summaryOf(store: Store, release: Omit<Release, 'definitions'>): Promise<ReleaseSummary> {
  const { number, hash, deployedAt, deployedBy } = release;
  return { number, hash, deployedAt, deployedBy: { id: deployedBy, name: await store.people.nameOf(deployedBy) } };
}

async function nextRun(parts: EngineViewParts, content: ReleaseContent, processId: string): Promise<string | null> {
  const starts = content.processes[processId]?.startEvents ?? [];
  const timers = starts.filter(({ kind }) => kind === 'timer');
  const times = await Promise.all(timers.map(({ elementId }) => parts.nextTimes(processId, elementId)));
  const [soonest] = times.flat().sort((a, b) => a.getTime() - b.getTime());
  return soonest?.toISOString() ?? null;
}

async function watchdogEvents(store: Store, processInstanceKey: string): Promise<RecordedEvent[]> {
  const streams = await store.record.streamsOf(processInstanceKey);
  const others = streams.filter(({ stream }) => stream !== processInstanceKey);
  return (await Promise.all(others.map(({ stream }) => store.record.events(stream)))).flat();
}

function inOrder(events: RecordedEvent[]): RecordedEvent[] {
  return events.sort((a, b) => (a.at === b.at ? a.seq - b.seq : a.at < b.at ? -1 : 1));
}

async function historyEntry(store: Store, { seq, at, actor, event }: RecordedEvent): Promise<HistoryEntry> {
  const name = actor.kind === 'person' ? await store.people.nameOf(actor.id) : null;
  return { seq, at, actor: name === null ? actor : { ...actor, name }, event };
}

/** From the workflow's own state; an instance that has ended waits for nothing. */
async function waitingOf({ store, instances }: EngineViewParts, key: string): Promise<Waiting[]> {
  const instance = found(await store.state.get('instances', key));
  if (instance.state !== 'ACTIVE') return [];
  try {
    const { execution } = await instances.snapshot(key);
    const content = (await store.releases.content(instance.release)) as ReleaseContent;
    const waiting = whyWaiting(programFor(content, instance.processId), execution as Execution, content.processes);
    return await Promise.all(waiting.map((one) => withName(store, one)));
  } catch (error) {
    if (error instanceof CommandRejected) return [];
    throw error;
  }
}

/** Who reads it knows people by their names. */
async function withName(store: Store, waiting: Waiting): Promise<Waiting> {
  const nameOf = async (id: string) => (await store.people.nameOf(id)) ?? id;
  const { waitsFor, detail } = waiting;
  const named = waiting.givers.map(async (giver) =>
    giver.kind === 'person' ? { ...giver, name: await nameOf(giver.id) } : giver,
  );
  const givers = await Promise.all(named);
  if (waitsFor !== 'userTask' || detail === undefined) return { ...waiting, givers };
  return { ...waiting, givers, detail: await nameOf(detail) };
}
