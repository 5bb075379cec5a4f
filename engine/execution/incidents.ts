import type { StepContext } from './context';
import { nextKey } from './context';
import type { ElementInstance } from './execution';
import { ModelFault } from './faults';

/** Runs `work` on behalf of an instance; a fault of model or data becomes an incident on it. */
export function guarded(context: StepContext, instance: ElementInstance, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof ModelFault)) throw error;
    raiseIncident(context, instance, error);
  }
}

export function raiseIncident(context: StepContext, instance: ElementInstance, fault: ModelFault): void {
  const key = nextKey(context);
  const { incidentType, message, jobKey } = fault;
  context.execution.incidents[key] = {
    key,
    type: incidentType,
    message,
    elementInstanceKey: instance.key,
    jobKey,
    createdAt: context.now,
  };
  context.index.incidents.add(instance.key, key);
  context.events.push({
    type: 'incident.created',
    key,
    incidentType,
    message,
    elementId: instance.elementId,
    elementInstanceKey: instance.key,
    jobKey,
  });
}

export function closeIncident(context: StepContext, key: string): void {
  const incident = context.execution.incidents[key];
  if (!incident) return;
  delete context.execution.incidents[key];
  context.index.incidents.remove(incident.elementInstanceKey, key);
  context.events.push({ type: 'incident.resolved', key });
}
