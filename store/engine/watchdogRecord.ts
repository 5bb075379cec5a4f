import { EMPTY_HEAD } from '../../domain/record/chain';
import type { EngineEvent } from '../../protocol/events';
import type { Counters } from './counters';
import { applyToStream, type ProjectionParts } from './projection';

/** What the watchdog found of instances whose workflow cannot go on, in a record stream of its own. */
export interface WatchdogRecord {
  /** Opens an ENGINE_FAILURE incident on the instance unless one is open; false when it wasn't needed. */
  report(processInstanceKey: string, message: string, now: number): Promise<boolean>;
  /** Resolves the open incident once the workflow goes on; false when none was open. */
  clear(processInstanceKey: string, now: number): Promise<boolean>;
}

export function watchdogRecord(parts: ProjectionParts, counters: Counters): WatchdogRecord {
  const openIncident = (processInstanceKey: string) =>
    parts.state.incidents
      .findOne({ processInstanceKey, incidentType: 'ENGINE_FAILURE', state: 'ACTIVE' }, { _id: 0 })
      .lean();

  async function append(processInstanceKey: string, event: EngineEvent, now: number): Promise<boolean> {
    const stream = `watchdog:${processInstanceKey}`;
    const [own, instance] = await Promise.all([
      parts.record.streams.findOne({ stream }, { _id: 0 }).lean(),
      parts.record.streams.findOne({ stream: processInstanceKey }, { _id: 0 }).lean(),
    ]);
    if (!instance) return false;
    const actor = { kind: 'system' as const, id: 'watchdog' };
    const entries = [{ seq: (own?.seq ?? 0) + 1, at: new Date(now).toISOString(), actor, event }];
    const batch = { processInstanceKey, previousHead: own?.head ?? EMPTY_HEAD, entries };
    await applyToStream(parts, { stream, processInstanceKey, facts: instance }, batch);
    return true;
  }

  return {
    report: async (processInstanceKey, message, now) => {
      if (await openIncident(processInstanceKey)) return false;
      const key = await counters.nextKey();
      const event: EngineEvent = {
        type: 'incident.created',
        key,
        incidentType: 'ENGINE_FAILURE',
        message,
        elementId: '',
        elementInstanceKey: processInstanceKey,
        jobKey: null,
      };
      return append(processInstanceKey, event, now);
    },
    clear: async (processInstanceKey, now) => {
      const incident = await openIncident(processInstanceKey);
      return incident ? append(processInstanceKey, { type: 'incident.resolved', key: incident.key }, now) : false;
    },
  };
}
