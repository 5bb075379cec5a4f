import { evaluate, unaryTest } from 'feelin';
import { evaluateDecision, type DecisionModel } from '../engine/dmn';
import { parseDecisions } from '../engine/dmn/parse';
import { inTurns, printTable } from './support/figures';

const ENVIRONMENT = { now: Date.parse('2026-11-24T15:00:00Z'), offsetMinutes: -300 };
const PAIRS = 5;
const RULES = 1_000;
const DECISIONS = 20;
const KINDS = ['queja', 'reclamo', 'solicitud', 'denuncia'];

type Input = Record<string, unknown>;

interface Work {
  name: string;
  model: DecisionModel;
  decision: string;
  /** Another input for every evaluation. */
  input: (index: number) => Input;
  /** The same by feelin, rule by rule or decision by decision. */
  feelin: (input: Input) => unknown;
}

/** A large table and a deep graph, beside an evaluation of the same expressions by feelin, in interleaved pairs. */
async function main(): Promise<void> {
  const rows = (await works()).map((work) => {
    const { model, decision } = work;
    const evaluateOne = (input: Input): void => {
      const result = evaluateDecision(model, decision, input, ENVIRONMENT);
      if (!result.ok || result.output === null)
        throw new Error(`Expected an output, but got ${JSON.stringify(result)}`);
    };
    const { one, other, ratio } = inTurns(
      PAIRS,
      () => time(work.input, 200, evaluateOne),
      () => time(work.input, 3, work.feelin),
    );
    return { work: work.name, 'ms here': one, 'ms feelin 8.2': other, 'here / feelin': ratio };
  });
  printTable(rows);
}

async function works(): Promise<Work[]> {
  const input = (index: number): Input => ({
    amount: (index * 7_919) % (RULES * 10),
    kind: KINDS[index % KINDS.length],
  });
  const table = tests();
  return [
    {
      name: `table of ${RULES} rules, all of which are tried (UNIQUE)`,
      model: await modelOf(tableXml(table)),
      decision: 'd',
      input,
      feelin: ({ amount, kind }) =>
        table.filter(([span, kinds]) => unaryTest(span, { '?': amount }) && unaryTest(kinds, { '?': kind })).length,
    },
    {
      name: `graph of ${DECISIONS} decisions`,
      model: await modelOf(graphXml()),
      decision: `d${DECISIONS - 1}`,
      input,
      feelin: (given) => {
        const values: Input = { ...given };
        for (let index = 0; index < DECISIONS; index += 1) values[`d${index}`] = evaluate(literal(index), values);
        return values[`d${DECISIONS - 1}`];
      },
    },
  ];
}

/** Spans of amounts, each for two kinds and for the other two. */
function tests(): [span: string, kinds: string][] {
  return Array.from({ length: RULES }, (_, index) => {
    const from = Math.floor(index / 2) * 20;
    return [`[${from}..${from + 20})`, index % 2 ? '"queja", "reclamo"' : 'not("queja", "reclamo")'];
  });
}

function tableXml(rows: readonly (readonly [string, string])[]): string {
  const cell = (tag: string, text: string): string => `<${tag}><text><![CDATA[${text}]]></text></${tag}>`;
  const rules = rows.map(
    ([span, kinds], index) =>
      `<rule>${cell('inputEntry', span)}${cell('inputEntry', kinds)}${cell('outputEntry', `${index + 1}`)}</rule>`,
  );
  const input = (name: string): string => `<input>${cell('inputExpression', name)}</input>`;
  return `<decision id="d" name="d"><decisionTable>${input('amount')}${input('kind')}<output name="y"/>
    ${rules.join('')}</decisionTable></decision>`;
}

/** Each decision adds to the one before and to the input. */
function literal(index: number): string {
  return index === 0 ? 'amount * 2' : `if kind = "queja" then d${index - 1} + ${index} else d${index - 1} + amount`;
}

function graphXml(): string {
  return Array.from({ length: DECISIONS }, (_, index) => {
    const requirement = `<informationRequirement><requiredDecision href="#d${index - 1}"/></informationRequirement>`;
    return `<decision id="d${index}" name="d${index}">${index > 0 ? requirement : ''}
      <literalExpression><text>${literal(index)}</text></literalExpression></decision>`;
  }).join('');
}

async function modelOf(content: string): Promise<DecisionModel> {
  const parsed = await parseDecisions(
    `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="m" name="m" namespace="urn:m">${content}</definitions>`,
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.decisions;
}

/** ms of one evaluation. */
function time(input: (index: number) => Input, count: number, evaluateOne: (input: Input) => unknown): number {
  const inputs = Array.from({ length: count }, (_, index) => input(index));
  const began = performance.now();
  for (const one of inputs) evaluateOne(one);
  return (performance.now() - began) / count;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
