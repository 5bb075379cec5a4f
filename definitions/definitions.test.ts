import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { JOB_TYPES } from '../protocol/jobTypes';
import { REQUIREMENTS as REQUIREMENT_TITLES } from '../test/support/requirements';

/** The procedure's files name each other: whatever one names, another must define, and the documentation must tell. */

const ROOT = path.join(__dirname, 'chat-attention');
const DOCS = path.join(__dirname, '..', 'docs', 'processes');

interface Item {
  id: string;
  label: string;
  parent?: string;
  [name: string]: unknown;
}
interface Component {
  id: string;
  type: string;
  key?: string;
  values?: { value: unknown }[];
  valuesExpression?: string;
  components?: Component[];
  validate?: { required?: unknown };
  properties?: Record<string, string>;
}
interface Named {
  id: string;
  file: string;
}
interface Procedure {
  processes: (Named & { activities: string[]; ownerRole: string })[];
  decisions: Named[];
  forms: Named[];
  catalogues: Named[];
  templates: Named[];
  documents: Named[];
  registers: Named[];
  roles: { lane: string; roles: string[] }[];
}
interface Scenario {
  id: string;
  channel: string;
  room: string;
  citizen: { documentType: string; relationship: string; documentNumber: string };
  request: { type: string; area: string };
  conversation?: { after: number; by: string; text: string }[];
  completion?: { after: number; outcome: string; type: string; area: string; reason?: string };
  closing?: { after: number; by: string; reason: string };
  escalation?: { level: number; expires?: boolean; by?: string; resolution?: string }[];
  survey: { score: number; resolved: boolean } | null;
}

/** The part of the moddle libraries (they have no types) that this test reads. */
type Moddle = new (extensions?: object) => {
  fromXML(xml: string): Promise<{ rootElement: Node; warnings: unknown[] }>;
};
interface Node {
  $type: string;
  id: string;
  name?: string;
  [name: string]: unknown;
}
const { BpmnModdle } = jest.requireActual<{ BpmnModdle: Moddle }>('bpmn-moddle');
const { DmnModdle } = jest.requireActual<{ DmnModdle: Moddle }>('dmn-moddle');
const zeebe = jest.requireActual<object>('zeebe-bpmn-moddle/resources/zeebe.json');

/** Ids of the requirements. */
const REQUIREMENTS = new Set(Object.keys(REQUIREMENT_TITLES));

/** Processes that every procedure may call. */
const COMMON = readdirSync(path.join(__dirname, 'common', 'processes')).map((file) => file.replace('.bpmn', ''));

const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
const list = (folder: string): string[] => readdirSync(path.join(ROOT, folder)).map((name) => `${folder}/${name}`);
const yaml = <T>(file: string): T => parse(read(file)) as T;

const procedure = yaml<Procedure>('procedure.yaml');
const catalogues = new Map(
  list('catalogues').map((file) => {
    const catalogue = yaml<{ id: string; label: string; items: Item[] }>(file);
    return [catalogue.id, catalogue.items];
  }),
);
const idsOf = (catalogue: string): string[] => catalogues.get(catalogue)!.map(({ id }) => id);
const forms = new Map(
  list('forms').map((file) => {
    const form = JSON.parse(read(file)) as { id: string; schemaVersion: number; components: Component[] };
    return [form.id, form];
  }),
);
/** Components with those of their lists. */
const flat = (components: Component[]): Component[] =>
  components.flatMap((one) => [one, ...flat(one.components ?? [])]);
const templates = list('templates').map((file) => yaml<{ id: string; subject: string; body: string }>(file));
const scenarios = list('scenarios')
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => ({ file, scenario: yaml<Scenario>(file) }));

/** Every object of a moddle tree once, following contained objects and lists but not references out of `$`-names. */
function nodesOf(root: Node): Node[] {
  const seen = new Set<Node>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (typeof value === 'object' && value !== null && '$type' in value && !seen.has(value as Node)) {
      seen.add(value as Node);
      Object.values(value).forEach(visit);
    }
  };
  visit(root);
  return [...seen];
}

async function readModel(file: string): Promise<Node[]> {
  const moddle = file.endsWith('.bpmn') ? new BpmnModdle({ zeebe }) : new DmnModdle();
  const { rootElement, warnings } = await moddle.fromXML(read(file));
  expect(warnings).toEqual([]);
  return nodesOf(rootElement);
}
const ofType = (nodes: Node[], type: string): Node[] => nodes.filter((node) => node.$type === type);

/** Words in quotes, e.g. the template ids of `=if x = null then "a" else "b"`. */
const quoted = (text: unknown): string[] => [...String(text).matchAll(/"([^"]*)"/g)].map((match) => match[1]!);

describe('procedure.yaml', () => {
  it.each(['processes', 'decisions', 'forms', 'catalogues', 'templates', 'documents', 'registers'] as const)(
    'lists exactly the files of %s',
    (folder) => {
      expect(procedure[folder].map(({ file }) => file).toSorted()).toEqual(list(folder).toSorted());
    },
  );

  it('gives every file the id that stands in it', () => {
    for (const { id, file } of [
      ...procedure.forms,
      ...procedure.catalogues,
      ...procedure.templates,
      ...procedure.documents,
      ...procedure.registers,
    ]) {
      expect(parse(read(file))).toMatchObject({ id });
    }
  });

  it('names roles and requirements that exist', () => {
    expect(idsOf('roles')).toEqual(expect.arrayContaining(procedure.roles.flatMap(({ roles }) => roles)));
    expect(idsOf('roles')).toEqual(expect.arrayContaining(procedure.processes.map(({ ownerRole }) => ownerRole)));
    expect([...REQUIREMENTS]).toEqual(expect.arrayContaining(procedure.processes.flatMap((one) => one.activities)));
  });
});

describe.each(procedure.processes)('the process $id', ({ id, file, activities }) => {
  it('has its id, forms, decisions and called processes in the procedure', async () => {
    const nodes = await readModel(file);
    expect(ofType(nodes, 'bpmn:Process').map((node) => node.id)).toEqual([id]);
    const known = (of: Named[]): string[] => of.map((one) => one.id);
    expect(known(procedure.forms)).toEqual(
      expect.arrayContaining(ofType(nodes, 'zeebe:FormDefinition').map((node) => node.formId)),
    );
    expect(known(procedure.decisions)).toEqual(
      expect.arrayContaining(ofType(nodes, 'zeebe:CalledDecision').map((node) => node.decisionId)),
    );
    expect([...known(procedure.processes), ...COMMON]).toEqual(
      expect.arrayContaining(ofType(nodes, 'zeebe:CalledElement').map((node) => node.processId)),
    );
  });

  it('uses known job types, templates, roles and requirements', async () => {
    const nodes = await readModel(file);
    expect(JOB_TYPES).toEqual(expect.arrayContaining(ofType(nodes, 'zeebe:TaskDefinition').map((node) => node.type)));
    const input = (target: string): string[] =>
      ofType(nodes, 'zeebe:Input')
        .filter((node) => node.target === target)
        .flatMap((node) => quoted(node.source));
    const filled = [...templates, ...procedure.documents].map((template) => template.id);
    expect(filled).toEqual(expect.arrayContaining(input('template')));
    expect([...idsOf('roles'), 'citizen:', 'person:']).toEqual(expect.arrayContaining(input('to')));
    const candidates = ofType(nodes, 'zeebe:AssignmentDefinition').flatMap((node) => quoted(node.candidateGroups));
    expect(idsOf('roles')).toEqual(expect.arrayContaining(candidates));
    const requirements = ofType(nodes, 'zeebe:Property')
      .filter((node) => node.name === 'requirement')
      .flatMap((node) => String(node.value).split(','));
    expect([...REQUIREMENTS]).toEqual(expect.arrayContaining(requirements));
    expect(requirements).toEqual(expect.arrayContaining(activities));
  });

  it('gives its lanes roles of the procedure', async () => {
    const lanes = ofType(await readModel(file), 'bpmn:Lane').map((node) => node.name);
    expect(['Sistema', ...procedure.roles.map(({ lane }) => lane)]).toEqual(expect.arrayContaining(lanes));
  });

  it('maps no personal field of a form into a variable', async () => {
    for (const task of ofType(await readModel(file), 'bpmn:UserTask')) {
      const parts = nodesOf(task.extensionElements as Node);
      const form = forms.get(String(ofType(parts, 'zeebe:FormDefinition')[0]?.formId))!;
      const personal = flat(form.components)
        .filter(({ properties }) => properties?.personal && properties.personal !== 'instance')
        .map(({ key }) => key!);
      const outputs = ofType(parts, 'zeebe:Output').map((node) => String(node.source));
      expect(outputs).not.toEqual([]);
      expect(personal.filter((key) => outputs.some((source) => new RegExp(`\\b${key}\\b`).test(source)))).toEqual([]);
    }
  });

  it('is documented with its tasks, fields, jobs, messages and requirements', async () => {
    const page = readFileSync(path.join(DOCS, `${id}.md`), 'utf8');
    const nodes = await readModel(file);
    const tasks = ofType(nodes, 'bpmn:UserTask');
    const fields = ofType(nodes, 'zeebe:FormDefinition').flatMap((node) =>
      flat(forms.get(String(node.formId))!.components).flatMap(({ key }) => (key ? [key] : [])),
    );
    const names = [
      ...tasks.map((node) => node.id),
      ...fields,
      ...ofType(nodes, 'zeebe:TaskDefinition').map((node) => String(node.type)),
      ...ofType(nodes, 'bpmn:Message').map((node) => String(node.name)),
      ...ofType(nodes, 'bpmn:BoundaryEvent').map((node) => node.id),
    ];
    expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
    const requirements = ofType(nodes, 'zeebe:Property')
      .filter((node) => node.name === 'requirement')
      .flatMap((node) => String(node.value).split(','));
    expect([...new Set(requirements)].filter((requirement) => !page.includes(requirement))).toEqual([]);
  });
});

it('has the five outsourcings with their contract, and indicators with targets for the one that attends the chat (T-2)', () => {
  const contracts = catalogues.get('contracts')!;
  expect(contracts).toHaveLength(5);
  for (const contract of contracts) {
    expect(contract).toMatchObject({
      scope: expect.any(String),
      inHouse: expect.any(Boolean),
      role: expect.any(String),
    });
    expect(idsOf('roles')).toEqual(expect.arrayContaining(contract.interventores as string[]));
  }
  const { indicators } = contracts.find(({ id }) => id === 'atencion-usuarios')! as { indicators?: object[] };
  for (const indicator of indicators ?? []) expect(indicator).toMatchObject({ target: expect.any(Number) });
  expect(indicators).not.toEqual([]);
});

it('has 23 service points, each with its cadence and source (C-2)', () => {
  const points = catalogues.get('service-points')!;
  expect(points).toHaveLength(23);
  for (const point of points) expect(point).toMatchObject({ cadence: 'monthly', source: 'visit' });
});

describe.each(procedure.decisions)('the decision $id', ({ id, file }) => {
  it('has its id and ends with a rule that always holds', async () => {
    const nodes = await readModel(file);
    expect(ofType(nodes, 'dmn:Decision').map((node) => node.id)).toEqual([id]);
    const last = ofType(nodes, 'dmn:DecisionRule').at(-1)!;
    expect((last.inputEntry as Node[]).map((entry) => entry.text ?? '')).toEqual(
      (last.inputEntry as Node[]).map(() => ''),
    );
  });

  it('speaks of ids that exist', async () => {
    const rules = ofType(await readModel(file), 'dmn:DecisionRule');
    const entries = rules.flatMap((rule) => [...(rule.inputEntry as Node[]), ...(rule.outputEntry as Node[])]);
    const known = [
      ...['request-types', 'areas', 'relationships', 'topics', 'roles'].flatMap(idsOf),
      ...['general', 'specific', 'normal', 'high', 'calendar', 'working', 'agreement'],
    ];
    expect(known).toEqual(expect.arrayContaining(entries.flatMap((entry) => quoted(entry.text))));
  });
});

describe.each([...forms.values()])('the form $id', ({ schemaVersion, components }) => {
  it('has an id on each component, a key on each field, and catalogues that exist', () => {
    expect(schemaVersion).toBe(18);
    const all = flat(components);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    for (const component of all) {
      if (component.type === 'text' || component.type === 'dynamiclist') continue;
      expect(component.key).toBeTruthy();
      const { catalogue, personal } = component.properties ?? {};
      if (catalogue !== undefined)
        expect(idsOf('roles').includes(catalogue.replace('people:', '')) || catalogues.has(catalogue)).toBe(true);
      if (personal !== undefined) expect(['request', 'person', 'instance']).toContain(personal);
      if (component.type === 'textarea') expect(personal).toBeDefined();
      if (['select', 'radio'].includes(component.type))
        expect([catalogue, component.values, component.valuesExpression].filter(Boolean)).toHaveLength(1);
    }
  });
});

describe('the catalogues', () => {
  it.each([...catalogues])('%s has unique ids, labels and parents that exist', (_id, items) => {
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
    expect(items.filter(({ label }) => !label)).toEqual([]);
    const parents = items.flatMap(({ parent }) => (parent === undefined ? [] : [parent]));
    expect(items.map(({ id }) => id)).toEqual(expect.arrayContaining(parents));
  });

  it('give each approved answer a class and an area', () => {
    for (const { class: kind, area, text } of catalogues.get('canned-answers')!) {
      expect(['public', 'reserved', 'personal']).toContain(kind);
      expect(idsOf('areas')).toContain(area);
      expect(text).toEqual(expect.any(String));
    }
  });
});

describe('the calendar', () => {
  const { holidays } = parse(readFileSync(path.join(__dirname, 'common', 'holidays.yaml'), 'utf8')) as {
    holidays: { date: string; name: string; law: string }[];
  };
  it.each([
    [2025, 17],
    [2026, 18],
    [2027, 18],
  ])('of %i has 18 holidays on %i days', (year, days) => {
    const ofYear = holidays.filter(({ date }) => date.startsWith(String(year)));
    expect(ofYear).toHaveLength(18);
    expect(new Set(ofYear.map(({ date }) => date)).size).toBe(days);
    const moved = ofYear.filter(({ law }) => law.includes('lunes'));
    expect(moved).toHaveLength(10);
    expect(moved.every(({ date }) => new Date(`${date}T00:00:00Z`).getUTCDay() === 1)).toBe(true);
  });
});

describe.each(scenarios)('the scenario $scenario.id', ({ file, scenario }) => {
  it('refers to what exists and ends', () => {
    expect(file).toBe(`scenarios/${scenario.id}.yaml`);
    expect(['chat', 'off-hours', 'api']).toContain(scenario.channel);
    expect(idsOf('rooms')).toContain(scenario.room);
    expect(idsOf('document-types')).toContain(scenario.citizen.documentType);
    expect(idsOf('relationships')).toContain(scenario.citizen.relationship);
    for (const { type, area } of [scenario.request, ...(scenario.completion ? [scenario.completion] : [])]) {
      expect(idsOf('request-types')).toContain(type);
      expect(idsOf('areas')).toContain(area);
    }
    expect(Boolean(scenario.completion) !== Boolean(scenario.closing)).toBe(true);
    if (scenario.closing) expect(idsOf('closing-reasons')).toContain(scenario.closing.reason);
    expect(scenario.completion?.outcome === 'escalated').toBe(scenario.escalation !== undefined);
    expect(idsOf('roles')).toEqual(
      expect.arrayContaining((scenario.escalation ?? []).flatMap(({ by }) => (by === undefined ? [] : [by]))),
    );
    if (scenario.channel !== 'chat') expect(scenario.conversation).toBeUndefined();
  });

  it('gives a reason where the advisor changes the classification', () => {
    const { request, completion } = scenario;
    const changed = completion && (completion.type !== request.type || completion.area !== request.area);
    if (changed) expect(completion.reason).toEqual(expect.any(String));
  });
});

it('has scenarios for distinct people', () => {
  const documents = scenarios.map(({ scenario }) => scenario.citizen.documentNumber);
  expect(new Set(documents).size).toBe(scenarios.length);
});
