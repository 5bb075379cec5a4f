import { compileJob, createJob, jobTypeOf, type JobData } from '../../execution/jobs';
import type { ElementBehavior } from '../behavior';

/** Creates a job that sends its message. */
export const sendTask: ElementBehavior<JobData> = {
  elementType: 'SEND_TASK',
  bpmnType: 'SendTask',
  clause: '10.3.3',
  isWaitState: true,
  acceptsBoundary: true,
  isScope: false,
  compile(source) {
    // How its message is sent is the job's business: the reference is for the reader of the diagram.
    source.reference('messageRef');
    return compileJob(source);
  },
  references: ({ data }) => jobTypeOf(data),
  activate: (context, instance, { data }) => createJob(context, instance, data),
};
