import type { Logger } from 'pino';
import type { Person } from '../protocol/product';
import type { Settings } from '../protocol/settings';
import type { Release } from '../store/engine/releases';
import type { ReleaseContent } from '../engine/model';
import type { Store } from '../store/connect';
import type { Correlator } from '../temporal/correlation';
import type { InstanceClient } from '../temporal/instanceClient';
import type { Authenticator } from './auth/authenticator';
import type { ReleaseReader } from './release';

/** What the API is made from. */
export interface ApiParts {
  store: Store;
  instances: InstanceClient;
  correlator: Pick<Correlator, 'publish' | 'broadcast'>;
  settings: ApiSettings;
  log: Logger;
  /** Folder of the built front ends (`dist/web`). */
  webFolder: string;
  /** Told of every new release. */
  deployed(release: Release, content: ReleaseContent): Promise<void>;
  /** When a timer start fires next, soonest first. */
  nextTimes(processId: string, startElementId: string): Promise<Date[]>;
  /** The workflow engine's own health, within a deadline. */
  checkEngine(deadlineMs: number): Promise<void>;
  now?: () => Date;
}

export type ApiSettings = Pick<
  Settings,
  'NODE_ENV' | 'EMBED_ORIGINS' | 'PORT' | 'PUBLIC_URL' | 'TRUST_PROXY' | 'RATE_LIMITS' | 'SMTP_URL'
>;

/** What handlers work with. */
export interface ApiContext extends Required<ApiParts> {
  authenticator: Authenticator;
  release: ReleaseReader;
}

/** Who a request comes from. */
export interface Identity {
  person: Person;
  /** null with Basic credentials: then there is no session that could end. */
  sessionId: string | null;
}

declare module 'express-serve-static-core' {
  interface Request {
    /** Set by authentication; undefined for a request without credentials. */
    person?: Person;
    sessionId?: string | null;
  }
}
