import { z } from 'zod';

const feel = z.string().startsWith('=');

/** An item of the catalogue `indicators`. */
export const indicatorSchema = z.looseObject({
  id: z.string().min(1),
  label: z.string().min(1),
  /** Where a report shows it: volume, service, satisfaction, quality… */
  group: z.string().min(1),
  unit: z.string(),
  /** `requests`, or `register:<id>`. */
  source: z.string().regex(/^(requests|register:.+)$/),
  /** Registers: the date field by which an entry belongs to a period; default is when it was made. */
  date: z.string().optional(),
  /** FEEL over a row: is it part of the population? Without it every row is. */
  among: feel.optional(),
  /** FEEL over a row of the population: is it counted? Without it all are. */
  counts: feel.optional(),
  /** FEEL over a counted row: a number. */
  measure: feel.optional(),
  /** FEEL over population, counted, sum, mean, median, p90 (of the measure) and periodMinutes. */
  value: feel,
  /** Whether the target is the least or the most that is good. */
  better: z.enum(['higher', 'lower']),
  /** Where the contract has none of its own. */
  target: z.number().optional(),
  /** Name by which the figure is broken down, e.g. `channel`. */
  by: z.string().optional(),
});
export type Indicator = z.output<typeof indicatorSchema>;

const amount = z.number().nullable();

/** What an indicator gave for a period. */
export const figure = z.strictObject({
  id: z.string(),
  label: z.string(),
  /** Where a report shows it: volume, service, satisfaction, quality… */
  group: z.string(),
  unit: z.string(),
  /** null where nothing could be counted. */
  value: amount,
  target: amount,
  /** Whether the target is the least or the most that is good. */
  better: z.enum(['higher', 'lower']),
  /** Does the value meet the target? null without one of them. */
  isMet: z.boolean().nullable(),
  /** The same indicator for the period before. */
  previous: amount,
  trend: z.enum(['up', 'down', 'same']).nullable(),
  /** How many rows stand behind the value. */
  rows: z.number(),
  /** The figure of each group that the indicator is broken down by. */
  parts: z.array(z.strictObject({ key: z.string(), value: amount, rows: z.number() })),
});
export type Figure = z.output<typeof figure>;

const day = z.iso.date();

/** A period of days in Bogotá, both included. */
export interface Period {
  from: string;
  to: string;
}

export const figuresView = z.strictObject({
  period: z.strictObject({ from: day, to: day }),
  figures: z.array(figure),
});
export type FiguresView = z.output<typeof figuresView>;

/** Rows behind a figure; their names are those of the source. */
export const figureRows = z.strictObject({
  id: z.string(),
  label: z.string(),
  columns: z.array(z.string()),
  items: z.array(z.record(z.string(), z.json())),
  total: z.number(),
});
export type FigureRows = z.output<typeof figureRows>;

/** GET /api/indicators?from=&to= ; without them the present month. */
export const indicatorsQuerySchema = z.strictObject({ from: day.optional(), to: day.optional() });

/** GET /api/indicators/{id}/rows.csv */
export const indicatorFileQuerySchema = indicatorsQuerySchema.extend({
  /** The data that a report was made from, by its hash; without it what is known now. */
  dataset: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
});

/** GET /api/indicators/{id}/rows */
export const indicatorRowsQuerySchema = indicatorFileQuerySchema.extend({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
