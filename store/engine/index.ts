import type { StoreBase } from '../connect';
import { defineState } from '../state/models';
import { rebuildState, type Rebuilt } from '../state/rebuild';
import { correlation, type Correlation } from './correlation';
import { counters, type Counters } from './counters';
import { health } from './health';
import { projection, type Projection } from './projection';
import { defineRecord, record, type Record } from './record';
import { releases, type Releases } from './releases';
import { stateReader, type StateReader } from './stateReader';
import { watchdogRecord, type WatchdogRecord } from './watchdogRecord';

/** Repositories of the engine. */
export interface EngineStore {
  counters: Counters;
  releases: Releases;
  projection: Projection;
  record: Record;
  correlation: Correlation;
  state: StateReader;
  watchdog: WatchdogRecord;
  health: ReturnType<typeof health>;
  /** Deletes the state collections and makes them again from the record; the workers may go on meanwhile. */
  rebuildState(): Promise<Rebuilt>;
}

export function engineStore({ connection }: StoreBase): EngineStore {
  const models = defineState(connection);
  const recordModels = defineRecord(connection);
  const parts = { connection, record: recordModels, state: models };
  const keys = counters(connection);
  return {
    counters: keys,
    releases: releases(connection, keys),
    projection: projection(parts),
    record: record(recordModels),
    correlation: correlation(connection, models, keys),
    state: stateReader(models, keys),
    watchdog: watchdogRecord(parts, keys),
    health: health(connection),
    rebuildState: () => rebuildState(parts),
  };
}
