import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { evaluateDecision, type DecisionModel, type DecisionResult } from '.';
import { parseDecisions } from './parse';

const ENVIRONMENT = { now: Date.UTC(2026, 10, 24), offsetMinutes: -300 };
const TERMS = readFileSync(join(__dirname, 'index.dmn'), 'utf8');

async function model(xml: string): Promise<DecisionModel> {
  const parsed = await parseDecisions(xml);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.decisions;
}

async function problems(xml: string): Promise<{ code: string; message: string }[]> {
  const parsed = await parseDecisions(xml);
  return parsed.ok ? [] : parsed.problems;
}

function definitions(content: string): string {
  return `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="m" name="m" namespace="urn:m">${content}</definitions>`;
}

function decision(logic: string): string {
  return definitions(`<decision id="d" name="d"><variable name="d"/>${logic}</decision>`);
}

/** Rules over `x` as `test -> output`, in the Zeebe way without input data. */
function table(attributes: string, rules: [test: string, output: string][], values = '', fallback = ''): string {
  const rows = rules.map(
    ([test, output], index) =>
      `<rule id="r${index + 1}"><inputEntry><text><![CDATA[${test}]]></text></inputEntry><outputEntry><text>${output}</text></outputEntry></rule>`,
  );
  return decision(`<decisionTable ${attributes}>
    <input id="i" label="X"><inputExpression><text>x</text></inputExpression></input>
    <output id="o" name="y">${values && `<outputValues><text>${values}</text></outputValues>`}${fallback && `<defaultOutputEntry><text>${fallback}</text></defaultOutputEntry>`}</output>
    ${rows.join('')}</decisionTable>`);
}

async function decide(xml: string, input: Record<string, unknown> = {}): Promise<DecisionResult> {
  return evaluateDecision(await model(xml), 'd', input, ENVIRONMENT);
}

describe('a requirement graph', () => {
  it('is plain JSON that decides the same after a round trip', async () => {
    const copy = JSON.parse(JSON.stringify(await model(TERMS))) as DecisionModel;
    const result = evaluateDecision(copy, 'due', { received: '2026-11-24', priority: 'low' }, ENVIRONMENT);
    expect(result).toMatchObject({ ok: true, output: '2026-12-09' });
  });

  it('tells what each decision saw, matched and gave', async () => {
    const result = evaluateDecision(
      await model(TERMS),
      'due',
      { received: '2026-11-24', priority: 'high' },
      ENVIRONMENT,
    );
    expect(result.audit).toEqual({
      decisionId: 'due',
      evaluatedDecisions: [
        {
          id: 'term',
          name: 'Term in days',
          inputs: [{ id: 'in-priority', name: 'Priority', value: 'high' }],
          matchedRules: [{ ruleId: 'high', ruleIndex: 1, outputs: [{ id: 'out-days', name: 'days', value: 1 }] }],
          output: 1,
        },
        { id: 'due', name: 'Due', inputs: [], matchedRules: [], output: '2026-11-25' },
      ],
    });
  });

  it('takes given decisions as they are', async () => {
    const result = evaluateDecision(await model(TERMS), 'due', { received: '2026-11-24' }, ENVIRONMENT, {
      'Term in days': 2,
    });
    expect(result).toMatchObject({ ok: true, output: '2026-11-26', audit: { evaluatedDecisions: [{ id: 'due' }] } });
  });

  it('makes null of an input that its type does not allow', async () => {
    const result = evaluateDecision(await model(TERMS), 'term', { priority: 'medium' }, ENVIRONMENT);
    expect(result).toMatchObject({ ok: true, output: null, warnings: [{ code: 'invalid_type' }] });
  });

  it('runs decision services, by name and as functions: input data first, then input decisions', async () => {
    const terms = await model(TERMS);
    expect(evaluateDecision(terms, 'byService', {}, ENVIRONMENT)).toMatchObject({ output: '2026-01-04' });
    const direct = evaluateDecision(terms, 'service', { received: '2026-01-01' }, ENVIRONMENT, { 'Term in days': 4 });
    expect(direct).toMatchObject({ output: '2026-01-05' });
  });

  it('says which decision is missing', async () => {
    const result = evaluateDecision(await model(TERMS), 'other', {}, ENVIRONMENT);
    expect(result).toMatchObject({ ok: false, problem: { code: 'decision_not_found' } });
  });
});

it.each([
  ['1.1', 'http://www.omg.org/spec/DMN/20151101/dmn.xsd'],
  ['1.2', 'http://www.omg.org/spec/DMN/20180521/MODEL/'],
  ['1.3', 'https://www.omg.org/spec/DMN/20191111/MODEL/'],
  ['1.4', 'https://www.omg.org/spec/DMN/20211108/MODEL/'],
  ['1.5', 'https://www.omg.org/spec/DMN/20230324/MODEL/'],
])('reads DMN %s', async (_version, namespace) => {
  const xml = TERMS.replace('https://www.omg.org/spec/DMN/20191111/MODEL/', namespace);
  expect(xml).toContain(`"${namespace}"`);
  const result = evaluateDecision(await model(xml), 'due', { received: '2026-11-24', priority: 'high' }, ENVIRONMENT);
  expect(result).toMatchObject({ ok: true, output: '2026-11-25' });
});

describe('hit policies', () => {
  const overlapping: [string, string][] = [
    ['> 0', '"low"'],
    ['> 10', '"high"'],
    ['> 100', '"low"'],
  ];
  const numbers: [string, string][] = [
    ['> 0', '3'],
    ['> 1', '1'],
    ['> 2', '3'],
  ];

  it.each([
    ['hitPolicy="FIRST"', 'low'],
    ['hitPolicy="PRIORITY"', 'high'],
    ['hitPolicy="RULE ORDER"', ['low', 'high', 'low']],
    ['hitPolicy="OUTPUT ORDER"', ['high', 'low', 'low']],
    ['hitPolicy="COLLECT"', ['low', 'high', 'low']],
  ])('%s', async (policy, output) => {
    expect(await decide(table(policy, overlapping, '"high", "low"'), { x: 500 })).toMatchObject({ ok: true, output });
  });

  it.each([
    ['SUM', 7],
    ['MIN', 1],
    ['MAX', 3],
    ['COUNT', 3],
  ])('COLLECT with %s', async (aggregation, output) => {
    expect(await decide(table(`hitPolicy="COLLECT" aggregation="${aggregation}"`, numbers), { x: 5 })).toMatchObject({
      ok: true,
      output,
    });
  });

  it('UNIQUE and ANY refuse rules that contradict each other, and still tell which matched', async () => {
    for (const policy of ['UNIQUE', 'ANY']) {
      const result = await decide(table(`hitPolicy="${policy}"`, overlapping), { x: 50 });
      expect(result).toMatchObject({ ok: false, problem: { code: 'dmn_hit_policy' } });
      expect(result.audit.evaluatedDecisions).toMatchObject([{ failed: true, output: null, inputs: [{ value: 50 }] }]);
      expect(result.audit.evaluatedDecisions[0]?.matchedRules.map(({ ruleId }) => ruleId)).toEqual(['r1', 'r2']);
    }
    const agreeing: [string, string][] = [
      ['> 0', '"a"'],
      ['> 1', '"a"'],
    ];
    expect(await decide(table('hitPolicy="ANY"', agreeing), { x: 5 })).toMatchObject({ ok: true, output: 'a' });
  });

  it('gives the default, else null, where no rule matches', async () => {
    expect(await decide(table('', [['> 5', '1']], '', '9'), { x: 1 })).toMatchObject({ output: 9 });
    expect(await decide(table('', [['> 5', '1']]), { x: 1 })).toMatchObject({ output: null });
  });
});

describe('boxed expressions', () => {
  const literal = (text: string): string => `<literalExpression><text><![CDATA[${text}]]></text></literalExpression>`;

  it.each([
    [
      'context',
      `<context><contextEntry><variable name="a b"/>${literal('2')}</contextEntry><contextEntry>${literal('a b * 3')}</contextEntry></context>`,
      6,
    ],
    ['list', `<list>${literal('1')}${literal('x')}</list>`, [1, 7]],
    [
      'relation',
      `<relation><column name="k"/><row>${literal('1')}</row><row>${literal('2')}</row></relation>`,
      [{ k: 1 }, { k: 2 }],
    ],
    [
      'conditional',
      `<conditional><if>${literal('x > 5')}</if><then>${literal('"yes"')}</then><else>${literal('"no"')}</else></conditional>`,
      'yes',
    ],
    ['filter', `<filter><in>${literal('[1, 8, 9]')}</in><match>${literal('item > x')}</match></filter>`, [8, 9]],
    ['for', `<for iteratorVariable="i"><in>${literal('1..3')}</in><return>${literal('i * x')}</return></for>`, null],
    [
      'for over a list',
      `<for iteratorVariable="i"><in>${literal('[1, 2]')}</in><return>${literal('i * x')}</return></for>`,
      [7, 14],
    ],
    [
      'every',
      `<every iteratorVariable="i"><in>${literal('[1, 2]')}</in><satisfies>${literal('i < x')}</satisfies></every>`,
      true,
    ],
    [
      'some',
      `<some iteratorVariable="i"><in>${literal('[8]')}</in><satisfies>${literal('i < x')}</satisfies></some>`,
      false,
    ],
  ])('%s', async (_name, logic, output) => {
    if (output === null) return expect(await problems(decision(logic))).toMatchObject([{ code: 'feel_syntax' }]);
    expect(await decide(decision(logic), { x: 7 })).toMatchObject({ ok: true, output });
  });
});

describe('parseDecisions refuses', () => {
  it.each([
    ['what is no DMN', '<a/>', 'dmn_xml'],
    ['broken XML', '<definitions>', 'dmn_xml'],
    ['a DOCTYPE', `<!DOCTYPE d [<!ENTITY e "x">]>${decision('')}`, 'dmn_xml'],
    ['an unknown element', definitions('<oracle id="o"/>'), 'dmn_unknown'],
    ['an unknown hit policy', table('hitPolicy="LAST"', [['1', '1']]), 'dmn_unknown'],
    [
      'another expression language',
      decision('<literalExpression expressionLanguage="groovy"><text>1</text></literalExpression>'),
      'dmn_unknown',
    ],
    ['an expression that cannot be read', table('', [['> ', '1']]), 'feel_syntax'],
    [
      'a requirement of nothing',
      definitions(
        '<decision id="d" name="d"><informationRequirement><requiredInput href="#no"/></informationRequirement></decision>',
      ),
      'dmn_reference',
    ],
    [
      'a circle',
      definitions(
        '<decision id="d" name="d"><informationRequirement><requiredDecision href="#d"/></informationRequirement></decision>',
      ),
      'dmn_reference',
    ],
    ['an id that comes twice', definitions('<decision id="d" name="a"/><decision id="d" name="b"/>'), 'dmn_structure'],
    [
      'a rule of the wrong width',
      decision(
        '<decisionTable><output id="o" name="y"/><rule id="r"><inputEntry><text>1</text></inputEntry><outputEntry><text>1</text></outputEntry></rule></decisionTable>',
      ),
      'dmn_structure',
    ],
  ])('%s', async (_what, xml, code) => {
    expect(await problems(xml)).toMatchObject([{ code, message: expect.stringMatching(/^Expected /) }]);
  });
});

describe('gives up a decision that would never end', () => {
  const literal = (text: string): string => `<literalExpression><text>${text}</text></literalExpression>`;
  const calling = (parameter: string, body: string, call: string): string =>
    definitions(
      `<itemDefinition name="tNumbers" isCollection="true"><typeRef>number</typeRef></itemDefinition>
       <businessKnowledgeModel id="f" name="f"><encapsulatedLogic>${parameter}${body}</encapsulatedLogic></businessKnowledgeModel>
       <decision id="d" name="d"><knowledgeRequirement><requiredKnowledge href="#f"/></knowledgeRequirement>${literal(call)}</decision>`,
    );
  const loop = (inner: string): string =>
    `<for iteratorVariable="i"><in>${literal('for k in 1..1000 return k')}</in><return>${inner}</return></for>`;

  it.each([
    ['in one expression', decision(literal('count(for i in 1..1000000000 return i)'))],
    ['in boxed loops', decision(loop(loop(literal('i'))))],
    ['by functions that call themselves', calling('<formalParameter name="n"/>', literal('f(n) + f(n)'), 'f(1)')],
    [
      'by invocations of itself',
      calling(
        '<formalParameter name="n"/>',
        `<list><invocation>${literal('f')}<binding><parameter name="n"/>${literal('n')}</binding></invocation></list>`,
        'f(1)',
      ),
    ],
    [
      'by checks of the type of a long list',
      calling(
        '<formalParameter name="l" typeRef="tNumbers"/>',
        literal('1'),
        '{l: for i in 1..1000 return i, r: for i in 1..10000 return f(l)}.r',
      ),
    ],
  ])('%s', async (_where, xml) => {
    expect(await decide(xml)).toMatchObject({ ok: false, problem: { code: 'feel_budget_exceeded' } });
  });
});
