import { Router, type Request, type Response } from 'express';
import { referencesIn } from '../../protocol/references';
import type { EntryWhere } from '../../domain/registers/query';
import { ENTRY_NAMES, type Register, type RegisterField } from '../../protocol/registers';
import {
  entriesOfRegisterSchema,
  exportOfRegisterSchema,
  type EntryHistory,
  type EntryView,
  type TextsView,
} from '../../protocol/registerViews';
import type { JsonValue } from '../../protocol/json';
import { personOf } from '../auth/middleware';
import type { ApiContext } from '../context';
import { authorize, isAllowed, taskResource } from '../v2/access';
import { found, keyParam } from '../v2/commands';
import { invalidField, validate } from '../validate';
import { csvRow, CSV_MARK } from './csv';
import { entryViews, registerView } from './registerViews';

const MOST_EXPORTED = 50_000;
const EXPORT_PAGE = 200;

/** Registers of the release in force: their entries, versions and export, and the texts that variables refer to. */
export function registerRoutes(context: ApiContext): Router {
  const router = Router();
  listRoutes(router, context);
  textRoutes(router, context);
  return router;
}

function listRoutes(router: Router, { store, release, now }: ApiContext): void {
  async function registerOf(request: Request): Promise<Register> {
    const { registers } = await release.content();
    const register = found(Object.hasOwn(registers, idOf(request)) ? (registers[idOf(request)] ?? null) : null);
    authorize(personOf(request), 'register.read', { readers: register.read });
    return register;
  }

  async function viewsFor(request: Request, register: Register) {
    return entryViews(register, { store, content: await release.content(), person: personOf(request) });
  }

  router.get('/registers', async (request, response) => {
    const person = personOf(request);
    const content = await release.content();
    const visible = Object.values(content.registers).filter(({ read }) =>
      isAllowed(person, 'register.read', { readers: read }),
    );
    const byLabel = visible.toSorted((one, other) => one.label.localeCompare(other.label, 'es'));
    response.json({ items: byLabel.map((register) => registerView(register, content)) });
  });

  router.get('/registers/:id', async (request, response) => {
    response.json(registerView(await registerOf(request), await release.content()));
  });

  router.get('/registers/:id/entries', async (request, response) => {
    const register = await registerOf(request);
    const { filter, order, cursor, limit } = validate(entriesOfRegisterSchema, request.query);
    const query = { where: whereOf(register, filter), order, limit, now: now().toISOString() };
    const page = await store.registers.page(register, { ...query, ...(cursor === undefined ? {} : { cursor }) });
    const views = await viewsFor(request, register);
    const items = await Promise.all(page.items.map((entry) => views.entry(entry)));
    response.json({ items, ...(page.nextCursor === null ? {} : { nextCursor: page.nextCursor }) });
  });

  router.get('/registers/:id/entries.csv', async (request, response) => {
    const register = await registerOf(request);
    const { filter, order } = validate(exportOfRegisterSchema, request.query);
    const { entry: viewOf } = await viewsFor(request, register);
    const query = { where: whereOf(register, filter), order, limit: EXPORT_PAGE, now: now().toISOString() };
    startCsv(response, register);
    let cursor: string | null = '';
    for (let written = 0; cursor !== null && written < MOST_EXPORTED; written += EXPORT_PAGE) {
      const page = await store.registers.page(register, { ...query, ...(cursor === '' ? {} : { cursor }) });
      for (const entry of page.items) response.write(csvLine(register, await viewOf(entry)));
      cursor = page.nextCursor;
    }
    response.end();
  });

  router.get('/registers/:id/entries/:entryId', async (request, response) => {
    const register = await registerOf(request);
    const entry = found(await store.registers.get(request.params.entryId));
    if (entry.register !== register.id) found(null);
    const views = await viewsFor(request, register);
    const versions = await store.registers.versions(entry.id);
    const history: EntryHistory = {
      entry: await views.entry(entry),
      versions: await Promise.all(versions.map((version) => views.version(version))),
    };
    response.json(history);
  });
}

function textRoutes(router: Router, { store }: ApiContext): void {
  router.get('/user-tasks/:key/texts', async (request, response) => {
    const task = found(await store.state.get('userTasks', keyParam(request.params, 'key')));
    authorize(personOf(request), 'task.read', taskResource(task));
    const variables = await store.state.visibleVariables(task.elementInstanceKey);
    // Of a person's own data only the name is part of a task; what is said in the request and by colleagues is too.
    const references = referencesIn(variables).filter(
      (reference) => !reference.startsWith('person:') || reference.endsWith('#name'),
    );
    response.json(textsView(await store.texts.resolve(references)));
  });

  router.get('/instances/:key/texts', async (request, response) => {
    authorize(personOf(request), 'instance.read');
    response.json(textsView(await store.texts.ofInstance(keyParam(request.params, 'key'))));
  });
}

const idOf = ({ params }: Request): string => String(params.id);

const textsView = (texts: Map<string, string>): TextsView => ({ texts: Object.fromEntries(texts) });

/** `field:value` and `field:from..to` of the address as conditions. */
function whereOf(register: Register, filter: string | string[] = []): EntryWhere {
  const where: EntryWhere = {};
  for (const text of [filter].flat()) {
    const [, name = '', value = ''] = /^([^:]+):(.*)$/.exec(text) ?? [];
    const field = register.fields.find(({ key }) => key === name);
    if (!field && !(ENTRY_NAMES as readonly string[]).includes(name)) {
      throw invalidField('filter', `El registro no tiene el campo «${name}».`);
    }
    const wanted = conditionOf(name, field, value);
    const known = where[name];
    where[name] = known === undefined ? wanted : [known, wanted].flat();
  }
  return where;
}

function conditionOf(name: string, field: RegisterField | undefined, value: string): JsonValue {
  const [, from, to] = /^(.*)\.\.(.*)$/.exec(value) ?? [];
  if (from !== undefined && to !== undefined) {
    return { from: from === '' ? null : typed(name, field, from), to: to === '' ? null : typed(name, field, to) };
  }
  return typed(name, field, value);
}

function typed(name: string, field: RegisterField | undefined, value: string): JsonValue {
  if (field?.type === 'boolean' || name === 'isOpen') return value === 'true';
  if (field?.type === 'number' || name === 'version') return Number(value);
  return value;
}

function startCsv(response: Response, register: Register): void {
  response.type('text/csv; charset=utf-8');
  response.setHeader('Content-Disposition', `attachment; filename="${register.id}.csv"`);
  const labels = register.fields.map(({ label }) => label);
  response.write(CSV_MARK + csvRow(['Número', ...labels, 'Versión', 'Creado', 'Actualizado', 'Instancia']));
}

function csvLine({ fields }: Register, entry: EntryView): string {
  const cells = fields.map(({ key }) => {
    const shown = entry.shown[key]?.map(({ text }) => text);
    return shown ? shown.join('; ') : (entry.data[key] ?? null);
  });
  const { number, version, createdAt, updatedAt, processInstanceKey } = entry;
  return csvRow([number, ...cells, version, createdAt, updatedAt, processInstanceKey]);
}
