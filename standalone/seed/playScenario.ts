import type { Actor } from '../../protocol/events';
import type { Variables } from '../../protocol/json';
import type { Store } from '../../store/connect';
import { SYSTEM_AUTHOR } from '../../store/product/conversations';
import type { InstanceInput } from '../../temporal/input';
import type { Scenario } from './scenario';
import type { VirtualWorld } from './virtualWorld';

const MINUTE_MS = 60_000;
const ASSIGNED_AFTER_MS = 20_000;
const RELAY: Actor = { kind: 'system', id: 'chat' };
const OPENED_TEXT = 'Recibimos su solicitud. Un asesor le responderá en esta conversación.';
/** Beyond this an escalation or survey of a scenario is not waited for. */
const LONGEST_WAIT_MS = 60 * 24 * 60 * MINUTE_MS;

/** Where a scenario stops, to leave an open request behind; undefined plays it to its end. */
export type StopAt = 'off-hours' | 'escalation' | 'survey';

export interface Play {
  scenario: Scenario;
  /** Ids that stay the same when an interrupted seed is played again. */
  conversationId: string;
  requestNumber: string;
  input: Omit<InstanceInput, 'variables' | 'startedBy'>;
  citizenId: string;
  /** Person ids by role. */
  staff: ReadonlyMap<string, string>;
  stopAt?: StopAt;
}

/** Plays one request through chat, CRM and process on the world's clock, as API, relay and people would. */
export async function playScenario(store: Store, world: VirtualWorld, play: Play): Promise<void> {
  const { scenario } = play;
  if (scenario.channel === 'chat') await playChat(store, world, play);
  else await playUnattended(store, world, play);
  if (play.stopAt === 'off-hours') return;
  if (scenario.completion?.outcome === 'escalated') await playEscalation(store, world, play);
  if (play.stopAt !== undefined) return;
  await playSurvey(store, world, play);
}

async function playChat(store: Store, world: VirtualWorld, play: Play): Promise<void> {
  const { scenario, conversationId, requestNumber, citizenId, input } = play;
  const { type: declaredType, area: declaredArea, summary } = scenario.request;
  await store.conversations.open(
    {
      conversationId,
      requestNumber,
      processInstanceKey: input.processInstanceKey,
      citizenId,
      roomId: scenario.room,
      declaredType,
      declaredArea,
      openedAt: at(world),
    },
    { summary, text: OPENED_TEXT },
  );
  await world.start({ ...input, variables: startVariables(play), startedBy: { kind: 'person', id: citizenId } });
  const isAttended = scenario.completion !== undefined || scenario.conversation.some(({ by }) => by === 'advisor');
  if (isAttended) await assign(store, world, play);
  await converse(store, world, play);
  if (scenario.closing) await closeChat(store, world, play, scenario.closing);
  if (scenario.completion) await completeChat(store, world, play, scenario.completion);
  const closed = await store.conversations.get(conversationId);
  if (closed) await store.conversations.relayed(conversationId, closed.lastSeq);
}

async function assign(store: Store, world: VirtualWorld, play: Play): Promise<void> {
  const advisorId = personOf(play, 'asesor');
  await world.advanceTo(world.now + ASSIGNED_AFTER_MS);
  const { instance, task } = world.openTask('answer-request');
  await store.conversations.append(play.conversationId, {
    kind: 'assigned',
    at: at(world),
    authorId: SYSTEM_AUTHOR,
    authorRole: 'system',
    text: `Lo atiende ${(await store.people.nameOf(advisorId)) ?? 'un asesor'}.`,
    data: { advisorId, reason: 'primero en la fila' },
  });
  await store.conversations.setUserTask(play.conversationId, task.key);
  await world.apply(
    instance,
    { type: 'assignUserTask', userTaskKey: task.key, assignee: advisorId, allowOverride: true },
    RELAY,
  );
}

async function converse(store: Store, world: VirtualWorld, play: Play): Promise<void> {
  const { scenario, conversationId } = play;
  let hasReplied = false;
  for (const [index, message] of scenario.conversation.entries()) {
    await world.advanceTo(world.now + message.after * MINUTE_MS);
    const isAdvisor = message.by === 'advisor';
    await store.conversations.append(conversationId, {
      kind: 'message',
      at: at(world),
      authorId: isAdvisor ? personOf(play, 'asesor') : play.citizenId,
      authorRole: message.by,
      clientMessageId: `scenario-${index}`,
      text: message.text,
    });
    if (isAdvisor && !hasReplied) await world.publish('first-reply', conversationId, {}, RELAY);
    hasReplied ||= isAdvisor;
  }
}

async function closeChat(
  store: Store,
  world: VirtualWorld,
  play: Play,
  closing: NonNullable<Scenario['closing']>,
): Promise<void> {
  const { conversationId, citizenId } = play;
  // A chat that goes idle is closed by the process itself when its timer fires.
  await world.advanceTo(world.now + closing.after * MINUTE_MS);
  const { by, reason } = closing;
  const authorId = by === 'citizen' ? citizenId : SYSTEM_AUTHOR;
  await store.chat.close(conversationId, { by, authorId, reason, now: new Date(world.now) });
  await world.publish('conversation-closed', conversationId, { closedBy: by, reason }, RELAY);
}

async function completeChat(
  store: Store,
  world: VirtualWorld,
  play: Play,
  completion: NonNullable<Scenario['completion']>,
): Promise<void> {
  await world.advanceTo(world.now + completion.after * MINUTE_MS);
  const advisorId = personOf(play, 'asesor');
  const { outcome } = completion;
  await answer(store, play, completion);
  await world.completeTask(['answer-request'], advisorId, resultOf(completion));
  await store.chat.close(play.conversationId, {
    by: 'advisor',
    authorId: advisorId,
    reason: 'closed',
    outcome,
    now: new Date(world.now),
  });
}

/** A request without a conversation: left off hours or brought by another channel. */
async function playUnattended(store: Store, world: VirtualWorld, play: Play): Promise<void> {
  const { scenario, requestNumber, citizenId, input } = play;
  const { type: declaredType, area: declaredArea, summary } = scenario.request;
  await store.requests.add({
    requestNumber,
    processInstanceKey: input.processInstanceKey,
    citizenId,
    conversationId: null,
    roomId: scenario.room,
    channel: scenario.channel,
    declaredType,
    declaredArea,
    openedAt: at(world),
    summary,
  });
  await world.start({ ...input, variables: startVariables(play), startedBy: { kind: 'person', id: citizenId } });
  await store.requests.started(requestNumber);
  const { completion } = scenario;
  if (play.stopAt === 'off-hours' || !completion) return;
  await world.advanceTo(world.now + completion.after * MINUTE_MS);
  await answer(store, play, completion);
  await world.completeTask(['answer-off-hours'], personOf(play, 'asesor'), resultOf(completion));
}

async function playEscalation(store: Store, world: VirtualWorld, play: Play): Promise<void> {
  for (const level of play.scenario.escalation) {
    if ('expires' in level) {
      await world.advanceTo(world.nextDueAt ?? world.now);
      continue;
    }
    if (play.stopAt === 'escalation') return;
    await world.advanceTo(world.now + level.after * MINUTE_MS);
    await answer(store, play, level);
    await world.completeTask(['resolve-escalation', 'resolve-last-level'], personOf(play, level.by), {
      resolution: level.resolution,
    });
  }
}

async function playSurvey(store: Store, world: VirtualWorld, play: Play): Promise<void> {
  const { scenario, requestNumber, citizenId } = play;
  if (scenario.survey) {
    const { after, score, resolved, comment } = scenario.survey;
    await world.advanceTo(world.now + after * MINUTE_MS);
    await store.requests.answerSurvey(requestNumber, {
      score,
      resolved,
      at: at(world),
      ...(comment ? { comment } : {}),
    });
    await store.requests.surveyDelivered(requestNumber);
    await world.completeTask(['rate-service'], citizenId, { score, resolved });
  } else await world.advanceTo(Math.min(world.nextDueAt ?? world.now, world.now + LONGEST_WAIT_MS));
}

/** Personal words go into the request's document, never into variables. */
async function answer(
  store: Store,
  { requestNumber }: Play,
  { answer, reason }: { answer?: string; reason?: string },
): Promise<void> {
  await store.requests.savePersonal(requestNumber, { ...(answer ? { answer } : {}), ...(reason ? { reason } : {}) });
}

const resultOf = ({ outcome, type, area }: NonNullable<Scenario['completion']>): Variables => ({ outcome, type, area });

function startVariables({ scenario, conversationId, requestNumber, citizenId }: Play): Variables {
  return {
    conversationId: scenario.channel === 'chat' ? conversationId : null,
    requestNumber,
    citizenId,
    roomId: scenario.room,
    channel: scenario.channel,
    type: scenario.request.type,
    area: scenario.request.area,
  };
}

function personOf({ staff, scenario }: Play, role: string): string {
  const person = staff.get(role);
  if (!person)
    throw new Error(`Expected an account with the role ${role} for scenario ${scenario.id}, but there is none`);
  return person;
}

const at = (world: VirtualWorld): string => new Date(world.now).toISOString();
