/**
 * The job types that a deployment may name. Names alone, so that whoever checks a deployment loads no activity;
 * `activities/jobs.ts` has an activity for each (the compiler checks it).
 */
export const JOB_TYPES = [
  'crm-register',
  'crm-close',
  'refer',
  'notify',
  'chat-check-idle',
  'chat-close',
  'publish-message',
  'room-plan',
  'room-open',
  'room-close',
  'forum-announce',
  'forum-open',
  'forum-close',
  'register-entry',
  'register-entries',
  'register-query',
  'people-of-role',
  'external-call',
  'catalogue-items',
  'open-tasks',
  'access-registry',
  'document-create',
  'indicators',
] as const;

export type JobType = (typeof JOB_TYPES)[number];

/** For `compileRelease`. */
export const jobTypes: ReadonlySet<string> = new Set(JOB_TYPES);
