import { createJobs } from '../../activities/jobs';
import type { JobParts } from '../../activities/job';
import type { ReleaseContent } from '../../engine/model/release';
import type { Variables } from '../../protocol/json';
import type { JobInput } from '../../protocol/workflow';
import { prepareCollections } from '../../store/collections';
import { connectStore, type Store } from '../../store/connect';
import { freshDatabaseName, sharedStoreUri } from './services';

export type Jobs = ReturnType<typeof createJobs>;

/** Jobs on a store of their own, whose release 1 is in force. */
export interface JobBed {
  store: Store;
  jobs: Jobs;
}

const BARE = {
  hash: 'h1',
  catalogues: {},
  templates: {},
  registers: {},
  documents: {},
  procedures: {},
  calendar: { holidays: [], workingHours: [], offsetMinutes: -300 },
};

/** @param content what the release holds besides nothing */
export async function startJobBed(
  content: { [part in keyof ReleaseContent]?: unknown },
  { now, ...parts }: Partial<JobParts> & Pick<JobParts, 'now'>,
): Promise<JobBed> {
  const databaseName = freshDatabaseName();
  const store = await connectStore(sharedStoreUri(), { databaseName, secret: 'a secret of the jobs, long enough' });
  await prepareCollections(store);
  await store.releases.deploy({
    content: { ...BARE, ...content } as unknown as ReleaseContent,
    definitions: [],
    messageStarts: [],
    resources: [],
    deployedBy: 'test',
    deployedAt: new Date(now()).toISOString(),
  });
  const publish = () => Promise.resolve();
  return { store, jobs: createJobs({ store, now, publicUrl: 'http://localhost:8080', publish, ...parts }) };
}

/** What an activity is given: always the same element instance unless `of` says another. */
export function jobInput(variables: Variables, of: Partial<JobInput> = {}): JobInput {
  return {
    processInstanceKey: '2251799813685000000',
    elementInstanceKey: '2251799813685000005',
    jobKey: '2251799813685000006',
    processId: 'process',
    release: 1,
    elementId: 'job',
    headers: {},
    variables,
    ...of,
  };
}
