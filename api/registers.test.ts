import { randomUUID } from 'node:crypto';
import { textReference } from '../protocol/references';
import type { ReleaseContent } from '../engine/model';
import type { JsonValue } from '../protocol/json';
import type { Register } from '../protocol/registers';
import { startProductBed, type ProductBed, type Session } from '../test/support/productApi';

jest.setTimeout(60_000);

let bed: ProductBed;
let coordinator: Session;
let actions: Register;
beforeAll(async () => {
  bed = await startProductBed();
  coordinator = await bed.staff('coord');
  const { number } = (await bed.store.releases.current()) ?? { number: 0 };
  const { registers } = (await bed.store.releases.content(number)) as ReleaseContent;
  actions = registers['improvement-actions'] as Register;
});
afterAll(() => bed.stop());

let written = 0;
function write(data: Record<string, JsonValue>, key: string | null = null) {
  written += 1;
  return bed.store.registers.write({
    register: actions,
    key,
    data: { source: 'audit', owner: 'gerente', status: 'open', description: 'Revisar', ...data },
    at: new Date(Date.now() - 60_000 + written).toISOString(),
    by: coordinator.id,
    processInstanceKey: '2251799813685000000',
    elementInstanceKey: String(written),
    index: 0,
    check: () => undefined,
  });
}
const address = '/api/registers/improvement-actions/entries';

it('shows a register to its readers, the owner and the auditor, and to nobody else that it is there', async () => {
  for (const role of ['coord', 'owner', 'auditor']) {
    const { body } = await (await bed.staff(role)).call('GET', '/api/registers');
    const ids = (body.items as Register[]).map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(['improvement-actions', 'outages']));
  }
  const advisor = await bed.staff('asesor');
  const seen = (await advisor.call('GET', '/api/registers')).body.items as Register[];
  expect(seen.map(({ id }) => id)).not.toContain('improvement-actions');
  expect(await advisor.call('GET', address)).toMatchObject({ status: 404, body: { code: 'not_found' } });
  expect(await bed.call('GET', address)).toMatchObject({ status: 401 });
});

it('lists entries by filters of the address, page by page, with names for what they refer to', async () => {
  // given
  const origin = `test-${randomUUID()}`;
  for (const owner of ['gerente', 'gerop', 'gerente']) await write({ origin, owner, dueDate: '2026-12-01' });
  // when
  const narrow = `${address}?filter=origin:${origin}&filter=owner:gerente`;
  const first = await coordinator.call('GET', `${narrow}&limit=1`);
  const second = await coordinator.call('GET', `${narrow}&limit=1&cursor=${encodeURIComponent(first.body.nextCursor)}`);
  // then
  expect(first.body.items).toMatchObject([
    {
      number: expect.stringMatching(/^AM-\d{4}-\d{4}$/),
      isOpen: true,
      due: '2026-12-01',
      shown: {
        owner: [{ text: 'Gerente' }],
        status: [{ text: 'Abierta' }],
        source: [{ text: 'Auditoría de calidad' }],
      },
    },
  ]);
  expect(second.body.items).toHaveLength(1);
  expect(second.body.items[0].id).not.toBe(first.body.items[0].id);
  expect(second.body.nextCursor).toBeUndefined();
  const between = await coordinator.call(
    'GET',
    `${address}?filter=origin:${origin}&filter=dueDate:2026-12-01..2026-12-02`,
  );
  expect(between.body.items).toHaveLength(3);
  // A text that is no time is compared as one, whatever it begins with.
  expect((await coordinator.call('GET', `${address}?filter=origin:T..Z`)).status).toBe(200);
  expect(await coordinator.call('GET', `${address}?cursor=yesterday`)).toMatchObject({ status: 400 });
  expect(await coordinator.call('GET', `${address}?filter=colour:red`)).toMatchObject({
    status: 400,
    body: { code: 'invalid_request', errors: [{ path: 'filter' }] },
  });
});

it('shows the versions of an entry and the texts that they refer to, with who decided', async () => {
  // given
  const instance = '2251799813685000000';
  const fields = { 'plan@1': 'Capacitar al equipo de asesores.' };
  await bed.store.texts.save(instance, fields, { by: coordinator.id, at: new Date().toISOString() });
  const key = randomUUID();
  const description = textReference(instance, 'plan@1');
  const { id } = await write({ description }, key);
  await write({ description, status: 'done', person: coordinator.id }, key);
  // when
  const { body } = await coordinator.call('GET', `${address}/${id}`);
  // then
  expect(body.entry).toMatchObject({
    version: 2,
    shown: {
      description: [{ text: 'Capacitar al equipo de asesores.' }],
      person: [{ text: expect.stringContaining('Persona') }],
    },
  });
  expect(body.versions).toMatchObject([
    { version: 2, data: { status: 'done' } },
    { version: 1, data: { status: 'open' }, by: coordinator.id, byName: expect.stringContaining('Persona') },
  ]);
  const owner = await bed.staff('owner');
  expect((await owner.call('GET', `/api/instances/${instance}/texts`)).body).toEqual({
    texts: { [textReference(instance, 'plan@1')]: 'Capacitar al equipo de asesores.' },
  });
  expect((await owner.call('GET', `/api/registers/outages/entries/${id}`)).status).toBe(404);
});

it('exports what the filters leave, without formulas that a spreadsheet would run', async () => {
  const origin = `=HYPERLINK("${randomUUID()}")`;
  await write({ origin, owner: 'gerop' });
  const asked = `${address}.csv?filter=${encodeURIComponent(`origin:${origin}`)}`;
  const { body, headers } = await coordinator.call('GET', asked);
  expect(headers.get('content-type')).toContain('text/csv');
  const [head, line] = (body as string).split('\r\n');
  expect(head).toContain('Número,Origen,Documento o registro de origen');
  expect(line).toContain(`"'=HYPERLINK(""`);
  expect(line).toContain('Gerente Operativo');
});
