import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { eventDefinitions } from './events/definitions/registry';
import { loopBehaviors } from './loops/registry';
import { elementBehaviors } from './registry';

const document = readFileSync(path.resolve(__dirname, '../../docs/bpmn-coverage.md'), 'utf8');

/** Rows of the table under a heading, as cells. */
function tableUnder(heading: string): string[][] {
  const section = document.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('| `'));
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const yesNo = (value: boolean) => (value ? 'yes' : 'no');

describe('docs/bpmn-coverage.md', () => {
  it('has a row for each element of the registry, and no other', () => {
    const rows = tableUnder('Elements').map((cells) => cells.slice(0, 4));
    const expected = elementBehaviors.map(({ bpmnType, marker, clause, isWaitState, acceptsBoundary }) => [
      `\`${marker ? `${bpmnType} ${marker}` : bpmnType}\``,
      clause,
      yesNo(isWaitState),
      yesNo(acceptsBoundary),
    ]);
    expect(rows).toEqual(expected);
  });

  it('has a row for each event definition, and no other', () => {
    const rows = tableUnder('Event definitions').map((cells) => cells.slice(0, 3));
    const expected = eventDefinitions.map(({ bpmnType, clause, positions }) => [
      `\`${bpmnType}\``,
      clause,
      positions.join(', '),
    ]);
    expect(rows).toEqual(expected);
  });

  it('has a row for each way of repeating an activity, and no other', () => {
    const rows = tableUnder('Loop characteristics').map((cells) => cells.slice(0, 2));
    expect(rows).toEqual(loopBehaviors.map(({ bpmnType, clause }) => [`\`${bpmnType}\``, clause]));
  });

  it('is about elements that each have a test and a model beside their file', () => {
    const files = ['tasks', 'gateways', 'events', 'containers'].flatMap((folder) =>
      readdirSync(path.join(__dirname, folder))
        .filter((file) => /^[a-zA-Z]+\.ts$/.test(file))
        .map((file) => path.join(__dirname, folder, file.slice(0, -3))),
    );
    expect(files).toHaveLength(elementBehaviors.length);
    expect(files.filter((file) => !existsSync(`${file}.test.ts`) || !existsSync(`${file}.bpmn`))).toEqual([]);
  });
});
