import { createHash } from 'node:crypto';
import type { InstanceCommand } from '../protocol/workflow';
import { isOutcome } from '../domain/chat/state';
import type { Store } from '../store/connect';
import type { ConversationRecord, LogEntry } from '../store/product/conversations';
import type { UserTaskDoc } from '../store/state/types';
import type { Correlator } from '../temporal/correlation';
import { CommandRejected } from '../temporal/errors';
import type { InstanceClient } from '../temporal/instanceClient';
import { startRequest } from '../temporal/requestStart';
import type { Sweep } from './sweeps';

export interface RelayParts {
  store: Store;
  instances: InstanceClient;
  correlator: Pick<Correlator, 'publish'>;
  now: () => number;
}

const ACTOR = { kind: 'system', id: 'relay' } as const;
const CHAT_TASK = 'answer-request';
const SURVEY_TASK = 'rate-service';
/** A message waits so long for its instance: longer than any outage. */
const MESSAGE_TTL_MS = 24 * 3_600_000;
/** When an instance is not so far yet, it is asked again after this time. */
const AGAIN_MS = 150;
const PROJECTION_WAIT_MS = 2_000;
const BATCH = 50;
const START_GRACE_MS = 10_000;

/**
 * Tells process instances what happened in conversations: opened, assigned, first reply, closed, and nothing else. It has
 * a cursor per conversation and everything it says is idempotent, so it may die and repeat at any point.
 * In the other direction it closes the conversation of a completed task.
 */
export function relaySweeps(parts: RelayParts): Sweep[] {
  const { store, now } = parts;
  return [
    { name: 'relay', everyMs: 100, run: () => relayPending(parts) },
    { name: 'task settlement', everyMs: 250, run: () => settleTasks(parts) },
    {
      name: 'chat assignment',
      everyMs: 1_000,
      run: async () => {
        await store.chat.giveBackOfAbsent(new Date(now()));
        await store.chat.assignWaiting(new Date(now()));
      },
    },
    { name: 'chat slots', everyMs: 5_000, run: () => store.chat.freeLostSlots(new Date(now())) },
    { name: 'surveys', everyMs: 1_000, run: () => deliverSurveys(parts) },
    { name: 'request starts', everyMs: 5_000, run: () => startRequests(parts) },
    { name: 'conversation states', everyMs: 15_000, run: () => catchUpStates(parts) },
    { name: 'expired records', everyMs: 3_600_000, run: () => removeExpired(parts) },
  ];
}

async function relayPending(parts: RelayParts): Promise<void> {
  const taken = await parts.store.conversations.takeForRelay(new Date(parts.now()), BATCH);
  await Promise.all(taken.map((conversation) => relayOne(parts, conversation)));
}

async function relayOne(parts: RelayParts, conversation: ConversationRecord): Promise<void> {
  const { conversations } = parts.store;
  const { conversationId, citizenId, relayedSeq, lastSeq } = conversation;
  try {
    if (relayedSeq === 0) await startRequest(parts, { ...conversation, channel: 'chat' });
    const entries = await conversations.after(conversationId, citizenId, relayedSeq, lastSeq - relayedSeq);
    if (!(await isAssignmentTold(parts, conversation, entries))) {
      return await conversations.relayLater(conversationId, new Date(parts.now() + AGAIN_MS).toISOString());
    }
    if (entries.some(({ at, authorRole }) => authorRole === 'advisor' && at === conversation.firstReplyAt)) {
      await publish(parts, 'first-reply', conversationId, {});
    }
    if (conversation.state === 'closed') await tellClosed(parts, conversation);
    await conversations.relayed(conversationId, lastSeq);
  } catch (error) {
    await conversations.relayLater(conversationId, new Date(parts.now() + 1_000).toISOString());
    throw error;
  }
}

/** Assigns the user task as the chat has assigned the conversation. False while the instance has no such task yet. */
async function isAssignmentTold(
  parts: RelayParts,
  conversation: ConversationRecord,
  entries: LogEntry[],
): Promise<boolean> {
  const { store } = parts;
  const last = entries.filter(({ kind }) => kind === 'assigned' || kind === 'transferred').at(-1);
  if (!last || conversation.state === 'closed') return true;
  const { advisorId, conversationId, processInstanceKey, requestNumber } = conversation;
  // Asked once: two questions would take a task that appears between them for one that has come and gone.
  const tasks = await tasksOf(store, processInstanceKey, CHAT_TASK);
  const task = tasks.find(({ state }) => state === 'CREATED');
  if (!task) return tasks.length > 0 || (await instanceEnded(store, processInstanceKey));
  const command: InstanceCommand =
    advisorId === null
      ? { type: 'unassignUserTask', userTaskKey: task.key }
      : { type: 'assignUserTask', userTaskKey: task.key, assignee: advisorId, allowOverride: true };
  await unlessRefused(async () => {
    const { seq } = await parts.instances.command(
      processInstanceKey,
      { command, actor: ACTOR },
      idOf(conversationId, last.seq),
    );
    // Whoever hears that the task is his finds it assigned to him.
    await store.projection.waitForSeq(processInstanceKey, seq, PROJECTION_WAIT_MS);
  });
  if (advisorId === null) return true;
  await store.conversations.setUserTask(conversationId, task.key);
  await store.notifications.add({
    key: `assigned:${conversationId}:${last.seq}`,
    personId: advisorId,
    kind: 'assigned',
    text: `Tiene una conversación nueva: ${requestNumber}.`,
    link: `/staff/chat/${conversationId}`,
    at: new Date(parts.now()).toISOString(),
  });
  return true;
}

async function tellClosed(parts: RelayParts, conversation: ConversationRecord): Promise<void> {
  const { conversationId, advisorId, closedBy, closeReason, outcome, firstReplyAt } = conversation;
  if (advisorId !== null) await parts.store.presence.freeSlot(advisorId, conversationId);
  // With an outcome it was the completed task that closed it: the instance knows.
  if (outcome !== null) return;
  await publish(parts, 'conversation-closed', conversationId, {
    closedBy,
    reason: closeReason,
    replied: firstReplyAt !== null,
  });
}

async function publish(
  { correlator }: RelayParts,
  name: string,
  conversationId: string,
  variables: Record<string, string | boolean | null>,
): Promise<void> {
  const messageId = `${conversationId}:${name}`;
  await correlator.publish({
    name,
    correlationKey: conversationId,
    messageId,
    variables,
    timeToLiveMs: MESSAGE_TTL_MS,
  });
}

/** Closes conversations whose task was completed, or whose instance has ended without them. */
async function settleTasks({ store, now }: RelayParts): Promise<void> {
  for (const conversation of await store.conversations.held()) {
    const { conversationId, processInstanceKey, userTaskKey, advisorId } = conversation;
    const task = userTaskKey && (await store.state.get('userTasks', userTaskKey));
    if (!task || task.state === 'CREATED') continue;
    const { outcome } = await store.state.variables(processInstanceKey);
    const isCompleted = task.state === 'COMPLETED' && isOutcome(outcome);
    await store.chat.close(conversationId, {
      by: isCompleted ? 'advisor' : 'system',
      authorId: (isCompleted && (task.endedBy ?? advisorId)) || 'system',
      reason: 'closed',
      ...(isCompleted ? { outcome } : {}),
      now: new Date(now()),
    });
  }
}

/** Completes the survey's task with what the citizen has answered; late answers stay in the register only. */
async function deliverSurveys({ store, instances }: RelayParts): Promise<void> {
  for (const { requestNumber, citizenId, processInstanceKey, survey } of await store.requests.undeliveredSurveys()) {
    if (!survey) continue;
    const task = await openTask(store, processInstanceKey, SURVEY_TASK);
    if (task) {
      const variables = { score: survey.score, resolved: survey.resolved };
      const command: InstanceCommand = { type: 'completeUserTask', userTaskKey: task.key, variables };
      const actor = { kind: 'person', id: citizenId } as const;
      await unlessRefused(() =>
        instances.command(processInstanceKey, { command, actor }, idOf(requestNumber, 'survey')),
      );
    } else if (!(await instanceEnded(store, processInstanceKey))) continue;
    await store.requests.surveyDelivered(requestNumber);
  }
}

/** Starts instances of requests whose registration died half-way. */
async function startRequests(parts: RelayParts): Promise<void> {
  const before = new Date(parts.now() - START_GRACE_MS).toISOString();
  for (const request of await parts.store.requests.notStarted(before)) {
    await startRequest(parts, request);
    await parts.store.requests.started(request.requestNumber);
  }
}

/** Folds in entries whose writer died before the conversation's document followed: then the relay sees them too. */
async function catchUpStates({ store }: RelayParts): Promise<void> {
  for (const { conversationId } of await store.conversations.allOpen())
    await store.conversations.catchUp(conversationId);
}

const DAY_MS = 86_400_000;

async function removeExpired({ store, now }: RelayParts): Promise<void> {
  await store.idempotency.removeOlder(new Date(now() - 7 * DAY_MS).toISOString());
  await store.sessions.removeExpired(new Date(now() - DAY_MS).toISOString());
  await store.attachments.removeAbandoned(new Date(now() - 7 * DAY_MS).toISOString());
  await store.tokens.removeExpired(new Date(now() - 30 * DAY_MS).toISOString());
}

async function openTask(store: Store, processInstanceKey: string, elementId: string): Promise<UserTaskDoc | undefined> {
  return (await tasksOf(store, processInstanceKey, elementId)).find(({ state }) => state === 'CREATED');
}

function tasksOf(store: Store, processInstanceKey: string, elementId: string): Promise<UserTaskDoc[]> {
  return store.state.list('userTasks', {
    processInstanceKey: { eq: processInstanceKey },
    elementId: { eq: elementId },
  });
}

async function instanceEnded(store: Store, processInstanceKey: string): Promise<boolean> {
  const instance = await store.state.get('instances', processInstanceKey);
  return instance !== null && instance.state !== 'ACTIVE';
}

/** The instance has gone on meanwhile: what was to be told is no longer true. */
async function unlessRefused(command: () => Promise<unknown>): Promise<void> {
  try {
    await command();
  } catch (error) {
    if (!(error instanceof CommandRejected)) throw error;
  }
}

function idOf(...parts: (string | number)[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}
