import { evaluateDecision } from '../dmn';
import { TEST_JOB_TYPES, bpmn, releaseOf } from '../testing/model';
import { compileRelease } from './compileRelease';
import { programFor } from './programFor';

const resource = (name: string, content: string) => ({ name, content });
const form = (properties: Record<string, string>, id = 'note') =>
  resource(
    `forms/${id}.form`,
    JSON.stringify({
      id,
      type: 'default',
      components: [{ id: 'text', key: 'text', type: 'textfield', label: 'Text', properties }],
    }),
  );
const process = (inside: string, id = 'main') =>
  resource(
    `processes/${id}.bpmn`,
    bpmn(
      `<bpmn:startEvent id="${id}-start"/><bpmn:sequenceFlow id="${id}-flow" sourceRef="${id}-start" targetRef="${id}-task"/>${inside}<bpmn:sequenceFlow id="${id}-last" sourceRef="${id}-task" targetRef="${id}-end"/><bpmn:endEvent id="${id}-end"/>`,
    ).replace('id="main"', `id="${id}"`),
  );
const extension = (inside: string) => `<bpmn:extensionElements>${inside}</bpmn:extensionElements>`;
const task = (extensions: string) => `<bpmn:userTask id="main-task">${extension(extensions)}</bpmn:userTask>`;
const plain = (id: string) => process(`<bpmn:userTask id="${id}-task"/>`, id);
const calls = (id: string, called: string) =>
  process(
    `<bpmn:callActivity id="${id}-task">${extension(`<zeebe:calledElement processId="${called}"/>`)}</bpmn:callActivity>`,
    id,
  );

async function codes(...resources: { name: string; content: string }[]): Promise<string[]> {
  const result = await compileRelease(resources, { jobTypes: TEST_JOB_TYPES });
  return result.ok ? [] : result.problems.map(({ code }) => code);
}

describe('compiling a release', () => {
  it('gives the same hash to the same files in any order, and another to other files', async () => {
    const [one, two] = [plain('main'), plain('other')];
    const hash = async (...files: { name: string; content: string }[]) => (await releaseOf(files)).hash;
    expect(await hash(one, two)).toBe(await hash(two, one));
    expect(await hash(one, two)).not.toBe(await hash(one));
  });

  it('gives a program the processes that it can reach, and no other', async () => {
    const content = await releaseOf([
      calls('main', 'child'),
      calls('child', 'grandchild'),
      plain('grandchild'),
      plain('other'),
    ]);
    expect(Object.keys(programFor(content, 'main').processes).sort()).toEqual(['child', 'grandchild', 'main']);
    expect(Object.keys(programFor(content, 'other').processes)).toEqual(['other']);
    expect(() => programFor(content, 'nothing')).toThrow(RangeError);
  });

  it('warns of a decision table with a gap, and refuses one whose rules overlap', async () => {
    const decision = (rules: string[]) =>
      resource(
        'decisions/terms.dmn',
        `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="m" name="m" namespace="urn:m">
         <decision id="term" name="Term"><variable name="term"/><decisionTable>
         <input label="days"><inputExpression><text>days</text></inputExpression></input><output name="y"/>
         ${rules.map((test) => `<rule><inputEntry><text>${test}</text></inputEntry><outputEntry><text>1</text></outputEntry></rule>`).join('')}
         </decisionTable></decision></definitions>`,
      );
    const warned = await compileRelease([decision(['5'])], { jobTypes: TEST_JOB_TYPES });
    expect(warned).toMatchObject({
      ok: true,
      warnings: [{ code: 'dmn_gap', resource: 'decisions/terms.dmn', elementId: 'term', severity: 'warning' }],
    });
    expect(await codes(decision(['5', '[1..9]']))).toEqual(['dmn_overlap', 'dmn_gap']);
  });

  it('lets decision models import each other, and makes services decisions that a task may call', async () => {
    const dmn = (namespace: string, inside: string) =>
      resource(
        `decisions/${namespace.slice(4)}.dmn`,
        `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="${namespace}" name="m" namespace="${namespace}">${inside}</definitions>`,
      );
    const base = dmn(
      'urn:base',
      '<decision id="rate" name="rate"><literalExpression><text>2</text></literalExpression></decision>',
    );
    const main = dmn(
      'urn:main',
      `<import name="base" namespace="urn:base" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>
       <decision id="price" name="price">
         <informationRequirement><requiredDecision href="urn:base#rate"/></informationRequirement>
         <literalExpression><text>base.rate * 21</text></literalExpression></decision>
       <decisionService id="pricing" name="pricing"><outputDecision href="#price"/></decisionService>`,
    );
    const { decisions, decisionModels } = await releaseOf([main, base]);
    expect(decisions).toEqual({
      rate: 'decisions/base.dmn',
      price: 'decisions/main.dmn',
      pricing: 'decisions/main.dmn',
    });
    const model = decisionModels['decisions/main.dmn'];
    for (const id of ['price', 'pricing'])
      expect(model && evaluateDecision(model, id, {}, { now: 0, offsetMinutes: 0 })).toMatchObject({ output: 42 });
    expect(await codes(main)).toEqual(['dmn_reference']);
  });

  it('reads catalogues, templates, procedure and calendar', async () => {
    const content = await releaseOf([
      plain('main'),
      resource('catalogues/areas.yaml', 'id: areas\nlabel: Áreas\nitems:\n  - { id: becas, label: Becas }\n'),
      resource('templates/hello.yaml', 'id: hello\nsubject: Hola\nbody: Hola {{name}}\n'),
      resource(
        'procedure.yaml',
        'id: p\ncode: P-1\nname: P\nprocesses:\n  - { id: main, file: processes/main.bpmn, name: Main }\n',
      ),
      resource('common/holidays.yaml', "holidays:\n  - { date: '2026-01-01', name: Año Nuevo }\n"),
      resource(
        'common/working-hours.yaml',
        "offsetMinutes: -300\nworkingHours:\n  - { weekday: 1, from: '08:00', to: '17:00' }\n",
      ),
    ]);
    expect(content.catalogues['areas']?.items).toEqual([{ id: 'becas', label: 'Becas' }]);
    expect(content.templates['hello']?.subject).toBe('Hola');
    expect(content.procedures['p']?.processes).toHaveLength(1);
    expect(content.calendar).toEqual({
      holidays: [{ date: '2026-01-01', name: 'Año Nuevo' }],
      workingHours: [{ weekday: 1, from: '08:00', to: '17:00' }],
      offsetMinutes: -300,
    });
  });

  it('refuses a process that maps personal data into a variable', async () => {
    const mapped = task(
      '<zeebe:formDefinition formId="note"/><zeebe:ioMapping><zeebe:output source="=upper case(text)" target="note"/></zeebe:ioMapping>',
    );
    expect(await codes(process(mapped), form({ personal: 'request' }))).toEqual(['personal_data_in_variable']);
    expect(await codes(process(mapped), form({}))).toEqual([]);
  });

  it.each([
    ['duplicate_resource', [plain('main'), plain('main')]],
    ['duplicate_id', [plain('main'), resource('other.bpmn', plain('main').content)]],
    ['resource_unknown', [plain('main'), resource('notes.txt', 'x')]],
    ['yaml_invalid', [resource('catalogues/a.yaml', 'id: [')]],
    ['yaml_invalid', [resource('catalogues/a.yaml', 'id: a\nlabel: A\nitems: [{ id: b }]')]],
    ['yaml_invalid', [resource('catalogues/a.yaml', 'id: a\nlabel: A\nitems: [{ id: b, label: B, parent: c }]')]],
    ['yaml_invalid', [resource('templates/a.yaml', 'a: &x [1]\nb: *x\n')]],
    ['yaml_invalid', [resource('common/holidays.yaml', "holidays: [{ date: '2026-02-30', name: X }]")]],
    ['form_json', [resource('forms/a.form', '{')]],
    ['form_shape', [resource('forms/a.form', '{}')]],
    [
      'catalogue_not_found',
      [
        resource(
          'forms/a.form',
          JSON.stringify({
            id: 'a',
            components: [{ id: 's', key: 's', type: 'select', label: 'S', properties: { catalogue: 'nothing' } }],
          }),
        ),
      ],
    ],
    [
      'process_not_found',
      [resource('procedure.yaml', 'id: p\ncode: P-1\nname: P\nprocesses: [{ id: gone, file: x, name: X }]')],
    ],
    ['dmn_xml', [resource('decisions/a.dmn', '<x')]],
  ])('refuses with %s', async (code, resources) => {
    expect(await codes(...resources)).toContain(code);
  });
});
