import type { Client } from '@temporalio/client';
import { msNumberToTs } from '@temporalio/common/lib/time';
import type { Settings } from '../protocol/settings';

const DAY_MS = 86_400_000;

/** Sets how long Temporal keeps closed workflows. Nothing relies on it: the record has what happened. */
export async function setRetention(
  client: Client,
  settings: Pick<Settings, 'TEMPORAL_NAMESPACE' | 'TEMPORAL_RETENTION_DAYS'>,
): Promise<void> {
  await client.workflowService.updateNamespace({
    namespace: settings.TEMPORAL_NAMESPACE,
    config: { workflowExecutionRetentionTtl: msNumberToTs(settings.TEMPORAL_RETENTION_DAYS * DAY_MS) },
  });
}
