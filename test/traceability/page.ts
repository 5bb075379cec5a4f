import type { ReleaseContent } from '../../engine/model';

/** What is known of one requirement. */
export interface Row {
  id: string;
  title: string;
  /** `process: element`. */
  completed: string[];
  open: string[];
  evidence: string[];
  tests: string[];
  instance: string | null;
  isShown: boolean;
}

/** docs/procedure.md: the procedure's stages and what shows each of its requirements. */
export function procedurePage({ procedures }: ReleaseContent, rows: readonly Row[]): string {
  const [procedure] = Object.values(procedures);
  const processes = (procedure?.processes ?? []).map(
    ({ id, file, name, stage, startedBy }) =>
      `| ${text(stage)} | [\`${id}\`](processes/${id}.md) | ${name} | ${text(startedBy)} | \`definitions/chat-attention/${file}\` |`,
  );
  const requirements = rows.map(
    ({ id, title, completed, evidence, tests }) =>
      `| ${id} | ${title} | ${byProcess(completed)} | ${evidence.join('; ') || '–'} | ${tests.map((file) => `\`${file}\``).join(', ') || '–'} |`,
  );
  return [
    `# ${text(procedure?.code)} ${text(procedure?.name)}: from the text to what runs`,
    '',
    'Made by `npm run traceability -- --write`, which plays every scenario in memory and reads what it left in the store.',
    '',
    '## Processes',
    '',
    '| stage | process = workflow type | name | started by | file |',
    '|---|---|---|---|---|',
    ...processes,
    '',
    '## Requirements',
    '',
    '| id | requirement | elements that a scenario completed | evidence (rows) | tests that name it |',
    '|---|---|---|---|---|',
    ...requirements,
    '',
  ].join('\n');
}

function byProcess(names: readonly string[]): string {
  const groups = new Map<string, string[]>();
  for (const name of names) {
    const [process = '', element = ''] = name.split(': ');
    groups.set(process, [...(groups.get(process) ?? []), element]);
  }
  return [...groups].map(([process, elements]) => `**${process}**: ${elements.join(', ')}`).join(' · ') || '–';
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '–');
