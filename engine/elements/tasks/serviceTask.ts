import { compileJob, createJob, jobTypeOf, type JobData } from '../../execution/jobs';
import type { ElementBehavior } from '../behavior';

/** Creates a job, and waits until somebody outside completes it, fails it or throws an error. */
export const serviceTask: ElementBehavior<JobData> = {
  elementType: 'SERVICE_TASK',
  bpmnType: 'ServiceTask',
  clause: '10.3.3',
  isWaitState: true,
  acceptsBoundary: true,
  isScope: false,
  compile: compileJob,
  references: ({ data }) => jobTypeOf(data),
  activate: (context, instance, { data }) => createJob(context, instance, data),
};
