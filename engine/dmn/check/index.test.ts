import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { checkTables } from '.';
import { parseDecisions } from '../parse';

interface TableText {
  policy?: string;
  inputs: { name: string; type?: string; allowed?: string }[];
  output?: { type?: string; values?: string; default?: string };
  /** `test, test -> output`. */
  rules: string[];
}

const text = (content: string): string => `<text><![CDATA[${content}]]></text>`;

function tableOf({ policy = 'UNIQUE', inputs, output = {}, rules }: TableText): string {
  const columns = inputs.map(
    ({ name, type, allowed }) =>
      `<input label="${name}"><inputExpression${type ? ` typeRef="${type}"` : ''}>${text(name)}</inputExpression>
       ${allowed ? `<inputValues>${text(allowed)}</inputValues>` : ''}</input>`,
  );
  const rows = rules.map((rule, index) => {
    const [tests = '', result = ''] = rule.split(' -> ');
    const cells = tests.split(' | ').map((test) => `<inputEntry>${text(test)}</inputEntry>`);
    return `<rule id="r${index + 1}">${cells.join('')}<outputEntry>${text(result)}</outputEntry></rule>`;
  });
  return `<decisionTable hitPolicy="${policy}">${columns.join('')}
    <output name="y"${output.type ? ` typeRef="${output.type}"` : ''}>
    ${output.values ? `<outputValues>${text(output.values)}</outputValues>` : ''}
    ${output.default ? `<defaultOutputEntry>${text(output.default)}</defaultOutputEntry>` : ''}</output>${rows.join('')}</decisionTable>`;
}

async function problemsOf(logic: string): Promise<string[]> {
  const parsed = await parseDecisions(
    `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="m" name="m" namespace="urn:m">
     <decision id="d" name="d"><variable name="d"/>${logic}</decision></definitions>`,
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return checkTables(parsed.decisions).map(
    ({ severity, code, elementId, message }) => `${severity} ${code} ${elementId}: ${message}`,
  );
}

const amount = { name: 'amount', type: 'number' };
const kind = { name: 'kind', type: 'string', allowed: '"queja", "reclamo"' };

describe('a table that is complete and free of overlaps', () => {
  it.each<[string, TableText]>([
    ['of numbers', { inputs: [amount], rules: ['< 10 -> 1', '[10..20) -> 2', '>= 20 -> 3'] }],
    ['of texts with allowed values', { inputs: [kind], rules: ['"queja" -> 1', '"reclamo" -> 2'] }],
    ['of booleans', { inputs: [{ name: 'b', type: 'boolean' }], rules: ['true -> 1', 'false -> 2'] }],
    ['of days', { inputs: [{ name: 'd' }], rules: ['<= @"2026-01-01" -> 1', '> date("2026-01-01") -> 2'] }],
    [
      'of two columns',
      { inputs: [kind, amount], rules: ['"queja" | - -> 1', '"reclamo" | < 5 -> 2', '"reclamo" | >= 5 -> 3'] },
    ],
    ['with a default', { inputs: [amount], output: { default: '0' }, rules: ['< 10 -> 1'] }],
    ['that collects', { policy: 'COLLECT', inputs: [amount], rules: ['< 10 -> 1', '< 5 -> 2'] }],
    ['with a last rule for the rest', { policy: 'FIRST', inputs: [kind], rules: ['"queja" -> 1', '- -> 2'] }],
    ['whose cells depend on other data', { inputs: [amount], rules: ['< limit -> 1', '>= limit -> 2'] }],
    ['of lists', { inputs: [{ name: 'l' }], rules: ['list contains(?, "a") -> 1', 'not(list contains(?, "a")) -> 2'] }],
    ['of ANY whose rules agree', { policy: 'ANY', inputs: [amount], rules: ['- -> 1', '> 5 -> 1'] }],
  ])('%s', async (_what, table) => {
    expect(await problemsOf(tableOf(table))).toEqual([]);
  });
});

describe('what a table lacks', () => {
  it.each<[string, TableText, string[]]>([
    [
      'overlap under UNIQUE, with the input that shows it',
      { inputs: [amount, kind], rules: ['<= 10 | - -> 1', '>= 10 | "queja" -> 2', '> 10 | "reclamo" -> 3'] },
      [
        `error dmn_overlap r2: Expected rules of UNIQUE not to overlap, but rules 1 and 2 both match 'amount' 10, 'kind' "queja"`,
      ],
    ],
    [
      'rules of ANY that disagree',
      { policy: 'ANY', inputs: [amount], rules: ['- -> 1', '> 5 -> 2'] },
      [
        "error dmn_overlap r2: Expected rules of ANY not to disagree, but rules 1 and 2 both match 'amount' more than 5",
      ],
    ],
    [
      'gaps',
      { inputs: [amount, kind], rules: ['< 10 | - -> 1', '> 10 | "queja" -> 2'] },
      [
        `warning dmn_gap d: Expected a rule for every input, but none matches 'amount' 10, 'kind' "queja"`,
        `warning dmn_gap d: Expected a rule for every input, but none matches 'amount' more than 10, 'kind' "reclamo"`,
      ],
    ],
    [
      'a rule behind others under FIRST',
      { policy: 'FIRST', inputs: [amount], rules: ['< 10 -> 1', '>= 5 -> 2', '[6..20] -> 3'] },
      ['warning dmn_unreachable r3: Expected rule 3 to match some input, but earlier rules match all that it matches'],
    ],
    [
      'a test that nothing allowed passes',
      { inputs: [kind], rules: ['"queja" -> 1', '"reclamo" -> 2', '"denuncia" -> 3'] },
      [
        "warning dmn_unreachable r3: Expected rule 3 to match some input, but no allowed value of 'kind' passes its test",
      ],
    ],
    [
      'a range the wrong way round',
      { inputs: [amount], output: { default: '0' }, rules: ['[20..10] -> 1'] },
      [
        "warning dmn_unreachable r1: Expected rule 1 to match some input, but no allowed value of 'amount' passes its test",
      ],
    ],
    [
      'a test of another type',
      { inputs: [amount], rules: ['"diez" -> 1'] },
      [`error dmn_type r1: Expected a test of type number in input 'amount' of rule 1, but "diez" is a string`],
    ],
    [
      'an output of another type',
      { inputs: [kind], output: { type: 'date' }, rules: ['- -> "mañana"'] },
      [`error dmn_type r1: Expected an output of type date in output 'y' of rule 1, but "mañana" is a string`],
    ],
    [
      'PRIORITY without priorities',
      { policy: 'PRIORITY', inputs: [kind], rules: ['- -> 1'] },
      ['warning dmn_priority d: Expected output values in order of priority for PRIORITY, but no output lists any'],
    ],
  ])('%s', async (_what, table, expected) => {
    expect(await problemsOf(tableOf(table))).toEqual(expected);
  });

  it('is found inside other boxed expressions', async () => {
    const table = tableOf({ inputs: [amount], rules: ['< 1 -> 1'] });
    const inner = `<contextEntry><variable name="a"/><list>${table}</list></contextEntry>`;
    expect(await problemsOf(`<context>${inner}</context>`)).toHaveLength(1);
  });

  it('is not looked for without end', async () => {
    const inputs = Array.from({ length: 12 }, (_, index) => ({ name: `x${index}`, type: 'number' }));
    const rules = Array.from({ length: 300 }, (_, rule) => {
      const tests = inputs.map((_input, column) =>
        (rule * 7 + column * 13) % 3 === 0 ? '-' : `> ${(rule * 31 + column) % 97}`,
      );
      return `${tests.join(' | ')} -> ${rule}`;
    });
    expect(await problemsOf(tableOf({ policy: 'FIRST', inputs, rules }))).toEqual(expect.any(Array));
  });
});

it('finds nothing in the shipped decisions', async () => {
  const folder = path.resolve(__dirname, '../../../definitions/chat-attention/decisions');
  for (const name of readdirSync(folder)) {
    const parsed = await parseDecisions(readFileSync(path.join(folder, name), 'utf8'));
    expect(parsed).toMatchObject({ ok: true });
    if (parsed.ok) expect(checkTables(parsed.decisions)).toEqual([]);
  }
});
