import { Schema, type Connection, type IndexOptions, type Model, type SchemaDefinition } from 'mongoose';

/** An index as MongoDB takes it: its fields, then its options. */
export type IndexSpec = [fields: Record<string, 1 | -1>, options?: IndexOptions];

export interface ModelSpec {
  /** Name of the collection, and of the model. */
  name: string;
  fields: SchemaDefinition;
  indexes: IndexSpec[];
}

/**
 * Declares a collection on a connection. Nothing is created here: `prepareCollections` creates every declared
 * collection and index before anything writes, since DDL beside writes hangs the embedded store.
 * A document with a field that isn't declared throws.
 */
export function defineModel<T>(connection: Connection, spec: ModelSpec): Model<T> {
  const schema = new Schema<T>(spec.fields, {
    collection: spec.name,
    strict: 'throw',
    strictQuery: 'throw',
    minimize: false,
    versionKey: false,
    id: false,
    autoIndex: false,
    autoCreate: false,
  });
  for (const [fields, options] of spec.indexes) schema.index(fields, options);
  return connection.model<T>(spec.name, schema);
}
