import type { ReleaseContent } from '../../engine/model';
import type { Person } from '../../protocol/product';
import type { Resource } from '../../protocol/release';
import type { V2Body, V2Operation, V2Result } from '../../protocol/v2/routes';
import type { Release } from '../../store/engine/releases';
import type { Store } from '../../store/connect';
import type { Correlator } from '../../temporal/correlation';
import type { InstanceClient } from '../../temporal/instanceClient';

/** What the engine API works with. */
export interface V2Parts {
  store: Store;
  instances: InstanceClient;
  correlator: Pick<Correlator, 'publish' | 'broadcast'>;
  /** Job types that the workers carry out: a deployment that names another is refused. */
  jobTypes: ReadonlySet<string>;
  /** Told of every new release, so that Temporal's Schedules follow its timer starts. */
  deployed(release: Release, content: ReleaseContent): Promise<void>;
  /** Epoch milliseconds. */
  now(): number;
}

/** A checked request. */
export interface Call<O extends V2Operation> {
  person: Person;
  /** Path parameters; those that end with `Key` are keys. */
  params: Record<string, string>;
  body: V2Body<O>;
  /** The Idempotency-Key header. */
  idempotencyKey: string | undefined;
  /** Files of a multipart request. */
  files: Resource[];
}

export interface Answer<O extends V2Operation = V2Operation> {
  /** JSON. Without body and text the answer is 204. */
  body?: V2Result<O>;
  text?: { content: string; type: string };
  /** The command is done, but lists may not show it yet. */
  projectionBehind?: boolean;
}

export type Handler<O extends V2Operation> = (call: Call<O>) => Promise<Answer<O>>;
export type Handlers<O extends V2Operation> = { [operation in O]: Handler<operation> };
