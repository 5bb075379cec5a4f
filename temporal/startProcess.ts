import { calledProgram } from '../engine';
import type { ReleaseContent } from '../engine/model/release';
import type { Actor } from '../protocol/events';
import type { Variables } from '../protocol/json';
import type { InstanceClient } from './instanceClient';

/** What of a release a start needs to know; `store.releases` has it. */
export interface KnownRelease {
  number: number;
  hash: string;
  definitions: { kind: string; id: string; key: string; version: number }[];
}

/** The part of the store that a start reads; a `Store` fits. */
export interface StartSource {
  releases: {
    current(): Promise<KnownRelease | null>;
    get(number: number): Promise<KnownRelease | null>;
    content(number: number): Promise<unknown>;
  };
  counters: { nextKey(): Promise<string> };
}

export interface StartRequest {
  processId: string;
  variables: Variables;
  startedBy: Actor;
  /** Default: the release in force. */
  release?: number;
  /** The start event; default the none start event. */
  startElementId?: string;
  /** The message that starts it. */
  message?: { messageId: string; messageName: string };
  /** A key leased before, so that the same start asked twice gives one instance. */
  processInstanceKey?: string;
}

export interface StartedProcess {
  processInstanceKey: string;
  processDefinitionKey: string;
  processId: string;
  version: number;
  release: number;
}

/** The release has no such process, or there is no such release. */
export class UnknownProcess extends Error {
  override readonly name = 'UnknownProcess';
}

/** The process has no such way to begin (none start event, or the given one). */
export class NoStartEvent extends Error {
  override readonly name = 'NoStartEvent';
}

/**
 * Starts an instance of a process of a release, with all that it can reach. The instance exists when this returns; its
 * first events are stored once `store.projection.waitForSeq(key, 1, …)` says so.
 * @throws UnknownProcess, NoStartEvent, EngineUnavailable
 */
export async function startProcess(
  parts: { store: StartSource; instances: InstanceClient },
  request: StartRequest,
): Promise<StartedProcess> {
  const { store, instances } = parts;
  const { processId, startElementId } = request;
  const { releases, counters } = store;
  const release = await (request.release === undefined ? releases.current() : releases.get(request.release));
  const definition = release?.definitions.find(({ kind, id }) => kind === 'process' && id === processId);
  if (!release || !definition) {
    const where = request.release === undefined ? 'the release in force' : `release ${request.release}`;
    throw new UnknownProcess(`Expected process ${processId} in ${where}, but there is none`);
  }
  const { calendar, decisionModels, decisions, processes } = (await releases.content(release.number)) as ReleaseContent;
  const program = calledProgram({ processId, calendar, decisionModels, decisions, processes, formIds: [] }, processId);
  const starts = processes[processId]?.startEvents ?? [];
  if (
    !starts.some(({ kind, elementId }) =>
      startElementId === undefined ? kind === 'none' : elementId === startElementId,
    )
  )
    throw new NoStartEvent(
      `Expected ${processId} to begin at ${startElementId ?? 'a none start event'}, but it cannot`,
    );
  const processInstanceKey = request.processInstanceKey ?? (await counters.nextKey());
  await instances.start({
    program,
    processInstanceKey,
    processDefinitionKey: definition.key,
    release: { number: release.number, hash: release.hash },
    variables: request.variables,
    parent: null,
    rootKey: processInstanceKey,
    startedBy: request.startedBy,
    startElementId,
    message: request.message,
  });
  const { key: processDefinitionKey, version } = definition;
  return { processInstanceKey, processDefinitionKey, processId, version, release: release.number };
}
