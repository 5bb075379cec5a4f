import { Router, type Request, type Response } from 'express';
import type { z } from 'zod';
import { dayOf } from '../../domain/reports/facts';
import { rowsBehind, sourceKeyOf, type Row } from '../../domain/reports/indicators';
import { figuresFor, indicatorsOf, targetsOf } from '../../domain/reports/period';
import { formula } from '../../engine/feel/formula';
import type { ReleaseContent } from '../../engine/model';
import {
  indicatorFileQuerySchema,
  indicatorRowsQuerySchema,
  indicatorsQuerySchema,
  type FigureRows,
  type FiguresView,
  type Indicator,
  type Period,
} from '../../protocol/indicators';
import { personOf } from '../auth/middleware';
import type { ApiContext } from '../context';
import { authorize } from '../v2/access';
import { found } from '../v2/commands';
import { invalidField, validate } from '../validate';
import { csvRow, CSV_MARK } from './csv';

/** Figures are counted again at most this often, however many look. */
const FIGURES_FOR_MS = 60_000;
const MOST_DAYS = 366;
const DAY_MS = 86_400_000;

/** Figures of a period as the indicators of the release in force define them, and the rows behind each. */
export function indicatorRoutes(context: ApiContext): Router {
  const { store, release, now } = context;
  const router = Router();
  const counted = new Map<string, { at: number; figures: Promise<FiguresView> }>();

  const compile = ({ calendar }: ReleaseContent) => {
    const environment = { now: now().getTime(), offsetMinutes: calendar.offsetMinutes, calendar };
    return { compile: (source: string) => formula(source, environment) };
  };

  async function count(content: ReleaseContent, period: Period): Promise<FiguresView> {
    const figures = await figuresFor(indicatorsOf(content.catalogues['indicators']), period, {
      rowsOf: store.indicatorRows.reader(content.registers, now()),
      targets: targetsOf(content.catalogues['contracts']),
      tools: compile(content),
    });
    return { period, figures };
  }

  async function rowsOf(indicator: Indicator, content: ReleaseContent, period: Period, dataset?: string) {
    if (dataset === undefined) return store.indicatorRows.reader(content.registers, now())(indicator, period);
    return found(await store.indicatorRows.kept(dataset)).sources[sourceKeyOf(indicator)] ?? [];
  }

  router.get('/indicators', async (request, response) => {
    authorize(personOf(request), 'indicator.read');
    const period = periodOf(validate(indicatorsQuerySchema, request.query), now());
    const content = await release.content();
    const key = `${content.hash} ${period.from} ${period.to}`;
    const known = counted.get(key);
    if (known && now().getTime() - known.at < FIGURES_FOR_MS) return void response.json(await known.figures);
    const figures = count(content, period);
    figures.catch(() => counted.delete(key));
    counted.clear();
    counted.set(key, { at: now().getTime(), figures });
    response.json(await figures);
  });

  /** The rows behind a figure; `query` says when, or from which kept data. */
  async function rowsBehindOf(request: Request, query: z.output<typeof indicatorFileQuerySchema>) {
    const content = await release.content();
    const items = indicatorsOf(content.catalogues['indicators']);
    const indicator = found(items.find(({ id }) => id === request.params.id) ?? null);
    const all = await rowsOf(indicator, content, periodOf(query, now()), query.dataset);
    return { indicator, rows: rowsBehind(indicator, all, compile(content)) };
  }

  router.get('/indicators/:id/rows', async (request, response) => {
    authorize(personOf(request), 'indicator.read');
    const { after, limit, ...query } = validate(indicatorRowsQuerySchema, request.query);
    const { indicator, rows } = await rowsBehindOf(request, query);
    const view: FigureRows = {
      id: indicator.id,
      label: indicator.label,
      columns: Object.keys(rows[0] ?? {}),
      items: rows.slice(after, after + limit),
      total: rows.length,
    };
    response.json(view);
  });

  router.get('/indicators/:id/rows.csv', async (request, response) => {
    authorize(personOf(request), 'indicator.read');
    const { indicator, rows } = await rowsBehindOf(request, validate(indicatorFileQuerySchema, request.query));
    sendCsv(response, indicator, rows);
  });

  return router;
}

function sendCsv(response: Response, { id }: Indicator, rows: readonly Row[]): void {
  const columns = Object.keys(rows[0] ?? {});
  const lines = rows.map((row) => csvRow(columns.map((column) => row[column] ?? null)));
  response
    .attachment(`${id}.csv`)
    .type('text/csv; charset=utf-8')
    .setHeader('Cache-Control', 'private, no-store')
    .send(CSV_MARK + csvRow(columns) + lines.join(''));
}

/** Without a period the present month, up to today. */
function periodOf({ from, to }: { from?: string | undefined; to?: string | undefined }, now: Date): Period {
  const today = dayOf(now.toISOString());
  const period = { from: from ?? `${today.slice(0, 7)}-01`, to: to ?? today };
  const days = (Date.parse(period.to) - Date.parse(period.from)) / DAY_MS + 1;
  if (days < 1 || days > MOST_DAYS) throw invalidField('to', 'El periodo debe tener entre 1 y 366 días.');
  return period;
}
