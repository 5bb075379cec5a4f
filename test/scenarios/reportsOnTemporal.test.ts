import type { DocumentSummary } from '../../protocol/documents';
import { eventually, startProductBed, type ProductBed, type Session } from '../support/productApi';

jest.setTimeout(90_000);

/** A month as people report it: real documents, signed by who completed the tasks, handed over by a message. */

let bed: ProductBed;
beforeAll(async () => {
  bed = await startProductBed();
});
afterAll(() => bed.stop());

interface Task {
  userTaskKey: string;
  elementId: string;
}

/** Waits for a task of this element, takes and completes it. */
async function complete(person: Session, elementId: string, variables: object): Promise<void> {
  const search = async (): Promise<Task[]> => {
    const filter = { elementId, state: 'CREATED' };
    return (await person.call('POST', '/v2/user-tasks/search', { filter })).body.items as Task[];
  };
  const [task] = await eventually(search, (tasks) => tasks.length > 0, 20_000);
  const address = `/v2/user-tasks/${task?.userTaskKey}`;
  await person.call('POST', `${address}/assignment`, { assignee: person.id });
  const done = await person.call('POST', `${address}/completion`, { variables });
  expect({ elementId, status: done.status, body: done.body }).toMatchObject({ elementId, status: 204 });
}

it('reports a month in two rounds, signs what it froze and gives each interventor a package', async () => {
  const [owner, advisor, manager, coordinator, supervisor] = await Promise.all(
    ['owner', 'asesor', 'gerop', 'coord', 'interv'].map((role) => bed.staff(role)),
  );
  if (!owner || !advisor || !manager || !coordinator || !supervisor) throw new Error('Expected five people');
  const narrative = { serviceNarrative: 'Se cumplieron las metas.', satisfactionNarrative: 'Subió.' };
  await bed.run('monthly-reporting', { month: '2026-10' }, { startElementId: 'started-by-hand' });
  await complete(advisor, 'write-narrative', narrative);
  await complete(manager, 'review-report', { decision: 'adjust', observations: 'Explique la espera.' });
  await complete(advisor, 'write-narrative', { ...narrative, relevantFacts: 'Hubo una caída.' });
  await complete(manager, 'review-report', { decision: 'approve' });
  await complete(coordinator, 'sign-complaints', { complaintsDecision: 'sign', complaintsRemark: 'Sin novedad.' });
  const list = async (): Promise<DocumentSummary[]> =>
    (await owner.call('GET', '/api/documents')).body.items as DocumentSummary[];
  const documents = await eventually(list, (all) => all.some(({ template }) => template === 'report-delivery'), 30_000);
  const report = documents.find(({ template, isDraft }) => template === 'monthly-report' && !isDraft);
  expect(report).toMatchObject({ round: 3, title: 'Informe mensual de atención por chat: octubre de 2026' });
  const { body } = await owner.call('GET', `/api/documents/${report?.id}`);
  const text = JSON.stringify(body.model);
  for (const words of ['Explique la espera.', 'Hubo una caída.', 'Nivel de servicio', '"person":"Persona staff-'])
    expect([words, text.includes(words)]).toEqual([words, true]);
  const delivery = documents.find(({ template }) => template === 'report-delivery');
  expect(delivery?.files.map(({ format }) => format)).toEqual(['pdf', 'zip']);
});
