import { compileRelease } from '.';

const valid = `
id: outages
label: Caídas del CRM
number: CA-{year}-{seq:4}
fields:
  - { key: startedAt, label: Inicio, type: dateTime, required: true }
  - { key: cause, label: Causa, type: choice, catalogue: causes }
  - { key: status, label: Estado, type: choice, values: [{ value: open, label: Abierta }] }
read: [gerop]
columns: [number, startedAt]
filters: [cause]
due: startedAt
state: { field: status, open: [open], closed: [] }
`;
const causes = { name: 'catalogues/causes.yaml', content: 'id: causes\nlabel: Causas\nitems: []\n' };
const roles = { name: 'catalogues/roles.yaml', content: 'id: roles\nlabel: R\nitems: [{ id: gerop, label: G }]\n' };

async function problems(content: string, ...others: { name: string; content: string }[]): Promise<string[]> {
  const resources = [{ name: 'registers/outages.yaml', content }, ...others];
  const result = await compileRelease(resources, { jobTypes: new Set() });
  return result.ok ? [] : result.problems.map(({ message }) => message);
}

it('reads a register into the release', async () => {
  const result = await compileRelease([{ name: 'registers/outages.yaml', content: valid }, causes, roles], {
    jobTypes: new Set(),
  });
  expect(result).toMatchObject({
    ok: true,
    content: { registers: { outages: { due: 'startedAt', filters: ['cause'] } } },
  });
});

it('refuses a register that names what is not there', async () => {
  expect(await problems(valid, roles)).toEqual([
    "Expected catalogue 'causes' in the release, but register 'outages' names one that is not there",
  ]);
  expect(await problems(valid.replace('[gerop]', '[nobody]'), causes, roles)).toEqual([
    "Expected role 'nobody' in the release, but register 'outages' names one that is not there",
  ]);
  expect(await problems(valid.replace('[cause]', '[color]'), causes, roles)).toEqual([
    "Expected 'color' to be a field, but it is none",
  ]);
});

it.each([
  ['a type that is none', valid.replace('type: dateTime', 'type: moment'), /^Expected fields\.0\.type to be valid/],
  ['a name that every entry has', valid.replace('key: cause', 'key: number'), /every entry has that name already/],
  ['two fields of one name', valid.replace('key: cause', 'key: status'), /keys of the fields to be unique/],
  ['another form of number', valid.replace('CA-{year}-{seq:4}', 'CA'), /it is not of the form/],
])('refuses %s', async (_what, content, message) => {
  expect(await problems(content, causes, roles)).toEqual([expect.stringMatching(message)]);
});
