import type { ElementSource } from '../model/source';
import type { Expression } from '../model/definition';
import { definitionOf, instanceOf, nextKey, type StepContext } from './context';
import type { ElementInstance, Job } from './execution';
import { evaluateInteger, evaluateText } from './expressions';
import { Rejected } from './faults';
import { own } from './own';
import { visibleVariables } from './variables';

/** `zeebe:taskDefinition` and `zeebe:taskHeaders`, compiled. */
export interface JobData {
  jobType: Expression;
  retries: Expression;
  headers: Record<string, string>;
}

/** Reads the job of an element; tells a problem when it has none. */
export function compileJob(source: ElementSource): JobData {
  const definition = source.extension('taskDefinition');
  const type = definition?.attribute('type') ?? null;
  if (!type) source.problem('job_type_missing', 'Expected a zeebe:taskDefinition with a type, but there is none');
  const headers: Record<string, string> = {};
  for (const header of source.extension('taskHeaders')?.nested('values') ?? []) {
    headers[header.attribute('key') ?? ''] = header.attribute('value') ?? '';
  }
  return {
    jobType: source.expression(type ?? '', 'job type'),
    retries: source.expression(definition?.attribute('retries') ?? '3', 'job retries'),
    headers,
  };
}

/** The job type where it is literal, for the check at deployment. */
export function jobTypeOf(data: JobData): { jobType?: string } {
  return 'text' in data.jobType ? { jobType: data.jobType.text } : {};
}

export function createJob(context: StepContext, instance: ElementInstance, data: JobData): void {
  const jobType = evaluateText(context, instance, data.jobType, 'the job type');
  const retries = evaluateInteger(context, instance, data.retries, 'the retries', { min: 1, max: 1000 });
  const { key: elementInstanceKey, elementId } = instance;
  const key = nextKey(context);
  const job: Job = { key, elementInstanceKey, jobType, retries, headers: data.headers, createdAt: context.now };
  addJob(context, job);
  context.events.push({ type: 'job.created', key, elementId, elementInstanceKey, jobType, retries });
  activateJob(context, job);
}

/** Hands a job to whoever carries it out, for the first time or again. It gets all variables that its element sees. */
export function activateJob(context: StepContext, job: Job): void {
  const instance = instanceOf(context, job.elementInstanceKey);
  context.effects.push({
    type: 'activateJob',
    jobKey: job.key,
    elementId: definitionOf(context, instance.elementId).id,
    elementInstanceKey: instance.key,
    jobType: job.jobType,
    retries: job.retries,
    headers: job.headers,
    variables: visibleVariables(context, instance),
  });
}

export function addJob(context: StepContext, job: Job): void {
  context.execution.jobs[job.key] = job;
  context.index.jobs.add(job.elementInstanceKey, job.key);
}

export function jobOf(context: StepContext, key: string): Job {
  const job = own(context.execution.jobs, key);
  if (!job) throw new Rejected('not_found', `Expected job ${key} to be open, but it is not`);
  return job;
}

export function removeJob(context: StepContext, { key, elementInstanceKey }: Job): void {
  delete context.execution.jobs[key];
  context.index.jobs.remove(elementInstanceKey, key);
}

export function cancelJob(context: StepContext, key: string): void {
  removeJob(context, jobOf(context, key));
  context.events.push({ type: 'job.canceled', key });
  context.effects.push({ type: 'cancelJob', jobKey: key });
}
