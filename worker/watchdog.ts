import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { isKey } from '../protocol/keys';
import type { Store } from '../store/connect';

/** Set by the server on a workflow whose task failed again and again; taken away when it goes on. */
const TROUBLED = `ExecutionStatus = 'Running' AND TemporalReportedProblems IN ('category=WorkflowTaskFailed', 'category=WorkflowTaskTimedOut')`;

/**
 * Finds instances whose workflow task keeps failing (our own bug, or a definition that breaks the engine): such an
 * instance can't say so itself, so an ENGINE_FAILURE incident is opened for it in a record of its own.
 * @returns one look: opens incidents for who is troubled now, resolves those of who goes on
 */
export function createWatchdog(parts: {
  client: Client;
  store: Pick<Store, 'watchdog' | 'state'>;
  now?: () => number;
}): () => Promise<void> {
  const { client, store, now = Date.now } = parts;
  return async () => {
    const troubled = new Set<string>();
    for await (const workflow of client.workflow.list({ query: TROUBLED })) {
      if (!isKey(workflow.workflowId)) continue;
      troubled.add(workflow.workflowId);
      const [open] = await openFailures(store, workflow.workflowId);
      if (!open) await store.watchdog.report(workflow.workflowId, await lastFailure(client, workflow), now());
    }
    for (const { processInstanceKey } of await openFailures(store))
      if (!troubled.has(processInstanceKey)) await store.watchdog.clear(processInstanceKey, now());
  };
}

function openFailures(store: Pick<Store, 'state'>, processInstanceKey?: string) {
  const ofInstance = processInstanceKey === undefined ? {} : { processInstanceKey: { eq: processInstanceKey } };
  const where = { incidentType: { eq: 'ENGINE_FAILURE' }, state: { eq: 'ACTIVE' }, ...ofInstance };
  return store.state.list('incidents', where);
}

/** What the last failed workflow task said. */
async function lastFailure(client: Client, workflow: WorkflowExecutionInfo): Promise<string> {
  const { history } = await client.workflowService.getWorkflowExecutionHistoryReverse({
    namespace: client.options.namespace,
    execution: { workflowId: workflow.workflowId, runId: workflow.runId },
    maximumPageSize: 20,
  });
  const failed = temporal.api.enums.v1.EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED;
  const event = history?.events?.find(({ eventType }) => eventType === failed);
  return (
    event?.workflowTaskFailedEventAttributes?.failure?.message ??
    'Expected a workflow task to succeed, but it timed out'
  );
}
