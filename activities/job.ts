import { ApplicationFailure } from '@temporalio/common';
import type { ReleaseContent } from '../engine/model/release';
import type { JsonValue } from '../protocol/json';
import type { JobInput, JobOutput } from '../protocol/workflow';
import type { Store } from '../store/connect';
import type { NewMessage } from '../store/engine/correlation';

/** What jobs are made from. */
export interface JobParts {
  store: Store;
  /** The clock, epoch milliseconds. */
  now: () => number;
  /** The address that people use, for links; without a trailing slash. */
  publicUrl: string;
  /** Brings a message to who waits for it, or begins with it. */
  publish: (message: NewMessage) => Promise<unknown>;
  /** Key of the signatures of calls to external procedures (EXTERNAL_CALL_SECRET). */
  externalSecret?: string | undefined;
}

/** Carries out one job type. Runs at least once: (processInstanceKey, elementInstanceKey) keeps its effect single. */
export type Job = (input: JobInput) => Promise<JobOutput>;

/** A failure that no repetition mends: it costs the job a retry, and becomes an incident when none is left. */
export function refuse(message: string): ApplicationFailure {
  return ApplicationFailure.create({ type: 'jobRefused', message, nonRetryable: true });
}

/** A failure that the model catches by an error boundary event of this code. */
export function bpmnError(code: string, message: string): ApplicationFailure {
  return ApplicationFailure.create({ type: 'bpmnError', message, nonRetryable: true, details: [code, {}] });
}

/** A text variable of a job. @throws a refusal when it is missing or something else */
export function textOf({ variables, elementId }: JobInput, name: string): string {
  const value = variables[name];
  if (typeof value !== 'string' || value === '')
    throw refuse(`Expected ${elementId} to get a text ${name}, but got ${JSON.stringify(value ?? null)}`);
  return value;
}

export function optionalTextOf(input: JobInput, name: string): string | null {
  return isNothing(input.variables[name]) ? null : textOf(input, name);
}

export function numberOf({ variables, elementId }: JobInput, name: string): number {
  const value = variables[name];
  if (typeof value !== 'number')
    throw refuse(`Expected ${elementId} to get a number ${name}, but got ${JSON.stringify(value ?? null)}`);
  return value;
}

/** A list of texts, e.g. person ids. */
export function textsOf({ variables, elementId }: JobInput, name: string): string[] {
  const value = variables[name];
  if (!Array.isArray(value) || !value.every((one) => typeof one === 'string'))
    throw refuse(`Expected ${elementId} to get a list of texts ${name}, but got ${JSON.stringify(value ?? null)}`);
  return value;
}

/** A date and time with its offset, as RFC 3339 UTC. */
export function timeOf(input: JobInput, name: string): string {
  const time = Date.parse(textOf(input, name));
  if (Number.isNaN(time))
    throw refuse(`Expected ${name} of ${input.elementId} to be a date and time, but got '${textOf(input, name)}'`);
  return new Date(time).toISOString();
}

/** The release that the job's instance runs under: its catalogues and templates. */
export async function releaseOf(parts: JobParts, { release }: JobInput): Promise<ReleaseContent> {
  return (await parts.store.releases.content(release)) as ReleaseContent;
}

function isNothing(value: JsonValue | undefined): boolean {
  return value === undefined || value === null;
}
