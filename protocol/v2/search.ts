import { z } from 'zod';

/**
 * Search requests as Camunda 8's Orchestration Cluster REST API has them: `filter`, `sort`, `page`.
 * Objects are strict: what is not executed is refused.
 */
const textAdvanced = z.strictObject({
  $eq: z.string().optional(),
  $neq: z.string().optional(),
  $exists: z.boolean().optional(),
  $in: z.array(z.string()).max(1_000).optional(),
  $notIn: z.array(z.string()).max(1_000).optional(),
  /** `*` at the end only: anything else would search without an index. */
  $like: z.string().max(500).optional(),
});
export const textFilter = z.union([z.string(), textAdvanced]);

const numberAdvanced = z.strictObject({
  $eq: z.int().optional(),
  $neq: z.int().optional(),
  $exists: z.boolean().optional(),
  $gt: z.int().optional(),
  $gte: z.int().optional(),
  $lt: z.int().optional(),
  $lte: z.int().optional(),
  $in: z.array(z.int()).max(1_000).optional(),
});
export const numberFilter = z.union([z.int(), numberAdvanced]);

const moment = z.iso.datetime({ offset: true });
const momentAdvanced = z.strictObject({
  $eq: moment.optional(),
  $neq: moment.optional(),
  $exists: z.boolean().optional(),
  $gt: moment.optional(),
  $gte: moment.optional(),
  $lt: moment.optional(),
  $lte: moment.optional(),
  $in: z.array(moment).max(1_000).optional(),
});
export const momentFilter = z.union([moment, momentAdvanced]);

/** Variables by name and value; the value is JSON text. */
export const variableFilter = z.array(z.strictObject({ name: z.string(), value: textFilter })).max(20);

export type FilterOperators = { [operator: string]: string | number | boolean | (string | number)[] | undefined };
export type FilterValue = string | number | boolean | FilterOperators;

export const MOST_ITEMS = 1_000;

const limit = z.int().min(1).max(10_000).optional();
const page = z.strictObject({
  limit,
  from: z.int().min(0).max(10_000).optional(),
  after: z.string().max(2_000).optional(),
  before: z.string().max(2_000).optional(),
});
export type PageRequest = z.output<typeof page>;

/** The body of a search: `fields` are those one may filter by, `sortable` those one may sort by. */
export function searchBody<F extends z.ZodRawShape, const S extends [string, ...string[]]>(fields: F, sortable: S) {
  const sort = z.strictObject({
    field: z.enum(sortable),
    order: z.enum(['ASC', 'DESC', 'asc', 'desc']).default('ASC'),
  });
  return z
    .strictObject({
      filter: z.strictObject(fields).optional(),
      sort: z.array(sort).max(10).optional(),
      page: page.optional(),
    })
    .default({});
}
