import type { DataConverter } from '@temporalio/common';
import { Worker, type NativeConnection } from '@temporalio/worker';
import { PROCESS_TASK_QUEUE } from '../protocol/workflow';
import { heartbeats } from './heartbeats';

export interface ProcessWorkerOptions {
  connection: NativeConnection;
  namespace?: string;
  taskQueue?: string;
  /** From `createDataConverter`: the same secret as every client's. */
  dataConverter: DataConverter;
  /** Code of the workflow bundle. */
  workflowBundle: string;
  /** Activities by name: the engine's own and one for each job type. */
  activities: object;
}

/** A Temporal worker for process instances: `run()` it, `shutdown()` it. Workflows in its cache need no replay. */
export function createWorker(options: ProcessWorkerOptions): Promise<Worker> {
  const { workflowBundle, taskQueue = PROCESS_TASK_QUEUE, ...rest } = options;
  return Worker.create({
    ...rest,
    taskQueue,
    workflowBundle: { code: workflowBundle },
    interceptors: { activity: [heartbeats] },
    maxCachedWorkflows: 2_000,
    shutdownGraceTime: '5s',
  });
}
