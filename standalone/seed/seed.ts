import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { nextRequestNumber } from '../../api/product/openConversation';
import type { JobParts } from '../../activities/job';
import { createJobs } from '../../activities/jobs';
import { programFor } from '../../engine/model';
import type { ReleaseContent } from '../../engine/model/release';
import type { Release } from '../../store/engine/releases';
import type { Store } from '../../store/connect';
import type { InstanceMemory } from '../../workflows/memory';
import type { InstanceInput } from '../../temporal/input';
import { playScenario, type Play, type StopAt } from './playScenario';
import { readScenarios, type Scenario } from './scenario';
import { VirtualWorld } from './virtualWorld';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const FINISHED = 30;
const PROCESS = 'request-handling';
/** Escalations walk levels of working days, surveys expire after days: those begin long enough ago to have ended. */
const LONG_AGO_MS = 20 * DAY_MS;
const SHORT_AGO_MS = 6 * DAY_MS;
/** The last few ended today, so that the figures of the day are not empty. */
const TODAY = 4;

/** Marks of what was played are never old enough to be swept with other keys, else a later start would play it again. */
const FOR_GOOD = '9999-12-31T00:00:00.000Z';

/** Requests that are left open: who is asked next, and how long ago they came in. */
const OPEN: { stopAt: StopAt; hoursAgo: number }[] = [
  { stopAt: 'off-hours', hoursAgo: 3 },
  { stopAt: 'off-hours', hoursAgo: 14 },
  { stopAt: 'escalation', hoursAgo: 2 },
  { stopAt: 'escalation', hoursAgo: 1 },
  { stopAt: 'survey', hoursAgo: 1 },
];

export interface SeedParts {
  store: Store;
  instances: { start: (input: InstanceInput & { memory: InstanceMemory }) => Promise<unknown> };
  release: Release;
  publicUrl: string;
  /** Where the scenarios lie. */
  folder: string;
  /** Epoch milliseconds. */
  now: number;
  onProgress(done: number, of: number): void;
}

/**
 * A living first look: plays some 30 requests to their end and leaves five open, through the same engine, jobs, chat and
 * projection as real ones, only on a virtual clock. The open ones go on as workflows. Played again, it adds what is missing.
 */
export async function seed(parts: SeedParts): Promise<void> {
  const scenarios = readScenarios(path.join(parts.folder, 'scenarios'));
  const staff = await staffByRole(parts.store);
  const finished = Array.from({ length: FINISHED }, (_, index) => ({
    scenario: pick(scenarios, index),
    index,
    stopAt: undefined,
  }));
  const open = OPEN.map(({ stopAt, hoursAgo }, index) => ({
    scenario: scenarioFor(scenarios, stopAt, index),
    index: FINISHED + index,
    stopAt,
    hoursAgo,
  }));
  const plays = [...finished, ...open];
  for (const [done, play] of plays.entries()) {
    parts.onProgress(done, plays.length);
    const openedAt =
      'hoursAgo' in play ? parts.now - play.hoursAgo * HOUR_MS : openingOf(play.scenario, play.index, parts.now);
    await playOnce(parts, staff, play, openedAt);
  }
}

async function playOnce(
  parts: SeedParts,
  staff: ReadonlyMap<string, string>,
  { scenario, index, stopAt }: { scenario: Scenario; index: number; stopAt: StopAt | undefined },
  openedAt: number,
): Promise<void> {
  const { store, instances, release, publicUrl } = parts;
  const marker = { personId: 'system', route: 'seed', key: `seed-${index}` };
  const at = new Date(openedAt).toISOString();
  const ids = `${await nextRequestNumber({ store, now: () => new Date(openedAt) })} ${await store.counters.nextKey()}`;
  const claim = await store.idempotency.claim(marker, scenario.id, ids, FOR_GOOD);
  if (claim.kind !== 'run') return;
  const [requestNumber = '', processInstanceKey = ''] = claim.reservedId.split(' ');
  const world = new VirtualWorld(store, {}, openedAt);
  const publish: JobParts['publish'] = ({ name, correlationKey, variables }) =>
    world.publish(name, correlationKey, variables, { kind: 'system', id: 'correlation' });
  world.jobs = createJobs({ store, publicUrl, now: () => world.now, publish });
  const content = (await store.releases.content(release.number)) as ReleaseContent;
  const play: Play = {
    scenario,
    conversationId: `seed-${index}`,
    requestNumber,
    citizenId: await citizen(store, scenario, at),
    staff,
    ...(stopAt ? { stopAt } : {}),
    input: {
      program: programFor(content, PROCESS),
      processInstanceKey,
      processDefinitionKey: definitionKey(release),
      release: { number: release.number, hash: release.hash },
      parent: null,
      rootKey: processInstanceKey,
    },
  };
  await playScenario(store, world, play);
  if (stopAt) await world.advanceTo(parts.now);
  await world.project();
  for (const { input, memory } of world.instances) if (!memory.end) await instances.start(continued(input, memory));
  await store.idempotency.keep(marker, { status: 201, body: null });
}

/** The input of a workflow that goes on from a memory, as after continue-as-new. */
function continued(input: InstanceInput, memory: InstanceMemory): InstanceInput & { memory: InstanceMemory } {
  return { ...input, variables: {}, memory };
}

const pick = (scenarios: Scenario[], index: number): Scenario => {
  const scenario = scenarios[index % scenarios.length];
  if (!scenario) throw new Error('Expected scenarios to seed from, but there are none');
  return scenario;
};

/** The `index`-th scenario (round and round) that can stop where asked. */
function scenarioFor(scenarios: Scenario[], stopAt: StopAt, index: number): Scenario {
  const suits: Record<StopAt, (scenario: Scenario) => boolean> = {
    'off-hours': ({ channel }) => channel === 'off-hours',
    escalation: ({ escalation }) => escalation.length > 0,
    survey: ({ channel, completion }) => channel === 'chat' && completion?.outcome === 'answered',
  };
  return pick(scenarios.filter(suits[stopAt]), index);
}

/** When a finished request came in: spread over the weeks before, each by day and in the order of their numbers. */
function openingOf({ escalation, survey }: Scenario, index: number, now: number): number {
  const fromEnd = FINISHED - index;
  if (fromEnd <= TODAY && escalation.length === 0 && survey) return now - (fromEnd + 1) * HOUR_MS;
  const span = LONG_AGO_MS - SHORT_AGO_MS;
  const ago = LONG_AGO_MS + (escalation.length > 0 ? span : 0) - (index / FINISHED) * span;
  return Math.floor((now - ago) / HOUR_MS) * HOUR_MS + index * 97_000;
}

async function staffByRole(store: Store): Promise<ReadonlyMap<string, string>> {
  const byRole = new Map<string, string>();
  for (const { personId, roles } of await store.people.staff()) {
    for (const role of roles) if (!byRole.has(role)) byRole.set(role, personId);
  }
  return byRole;
}

/** The scenario's citizen, who comes back under the same document; without a password nobody can sign in as him. */
async function citizen(store: Store, { citizen: who }: Scenario, at: string): Promise<string> {
  const known = await store.people.byDocument(who.documentNumber);
  if (known) return known.personId;
  const personId = randomUUID();
  const { name, email, documentType, documentNumber, relationship } = who;
  await store.people.add({
    personId,
    kind: 'citizen',
    username: email,
    name,
    email,
    roles: [],
    passwordHash: null,
    state: 'active',
    createdAt: at,
    citizen: { documentType, documentNumber, relationship, consentAt: at },
  });
  return personId;
}

function definitionKey(release: Release): string {
  const definition = release.definitions.find(({ kind, id }) => kind === 'process' && id === PROCESS);
  if (!definition) throw new Error(`Expected process ${PROCESS} in release ${release.number}, but there is none`);
  return definition.key;
}
