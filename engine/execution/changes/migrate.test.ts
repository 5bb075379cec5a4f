import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { MappingInstruction } from '../../../protocol/changes';
import { migrate, migrationOf, planMigration, type Execution, type Program, type StepResult } from '../..';
import { releaseOf } from '../../testing/model';
import { Run } from '../../testing/run';

const MODEL = readFileSync(path.join(__dirname, 'changes.bpmn'), 'utf8');

async function programOf(content: string): Promise<Program> {
  return { processId: 'main', formIds: [], ...(await releaseOf([{ name: 'main.bpmn', content }])) };
}

/** Migrates an instance of a model that stands as `story` leaves it to that model as `change` makes it. */
async function migrated(
  change: (xml: string) => string,
  mappings: MappingInstruction[] = [],
  story: (run: Run) => void = () => undefined,
  model = MODEL,
): Promise<{ result: StepResult; execution: Execution; go: Run; outcomes: string[] }> {
  const [source, target] = await Promise.all([programOf(model), programOf(change(model))]);
  const run = Run.start(source, { key: 'k' });
  story(run);
  const { execution } = run;
  const [before, after] = [source.processes['main'], target.processes['main']];
  if (!before || !after) throw new Error('Expected both processes');
  const { rows } = planMigration(migrationOf(before, after, execution, mappings));
  const result = migrate({ source, target }, execution, mappings, Date.UTC(2026, 1, 2, 13, 10));
  const outcomes = rows.map(({ outcome, elementId, targetElementId }) =>
    `${outcome} ${elementId} ${targetElementId ?? ''}`.trim(),
  );
  return { result, execution, go: run.under(target), outcomes };
}

const renamed = (xml: string) => xml.replaceAll('"review"', '"check"').replaceAll('"late"', '"tooLate"');
const RENAMING = [
  { sourceElementId: 'review', targetElementId: 'check' },
  { sourceElementId: 'late', targetElementId: 'tooLate' },
];

const TIMER = /<bpmn:timerEventDefinition[\s\S]*?<\/bpmn:timerEventDefinition>/;
const conditionOf = (text: string) =>
  `<bpmn:conditionalEventDefinition id="when"><bpmn:condition>=${text}</bpmn:condition></bpmn:conditionalEventDefinition>`;
/** The first task of the sub-process can be undone, and its end does so. */
const UNDOING = MODEL.replace(
  '<bpmn:sequenceFlow id="i2"',
  `<bpmn:boundaryEvent id="undone" attachedToRef="first"><bpmn:compensateEventDefinition id="undoing"/></bpmn:boundaryEvent>
   <bpmn:userTask id="undo" isForCompensation="true"/><bpmn:association id="how" sourceRef="undone" targetRef="undo"/>$&`,
).replace(
  '<bpmn:endEvent id="out" />',
  '<bpmn:endEvent id="out"><bpmn:compensateEventDefinition id="all"/></bpmn:endEvent>',
);

describe('migration', () => {
  it('goes on under the new release, with everything that it waited for', async () => {
    const { result, go } = await migrated((xml) =>
      xml
        .replace('targetRef="out"', 'targetRef="third"')
        .replace(
          '<bpmn:endEvent id="out" />',
          '<bpmn:userTask id="third" /><bpmn:sequenceFlow id="i4" sourceRef="third" targetRef="out" /><bpmn:endEvent id="out" />',
        ),
    );
    expect(result.ok).toBe(true);
    expect(go.waiting()).toEqual(['userTask review', 'userTask first', 'timer late']);
    go.complete('first').complete('second');
    expect(go.active()).toEqual(['review', 'sub', 'third']);
    expect(go.complete('third').complete('review').state).toBe('COMPLETED');
  });

  it('takes elements, their timers and their tasks along under other ids', async () => {
    const { result, outcomes, execution, go } = await migrated(renamed, RENAMING);
    expect(outcomes).toEqual([
      'keeps main main',
      'moves review check',
      'keeps sub sub',
      'keeps first first',
      'moves late tooLate',
    ]);
    expect(result).toMatchObject({ ok: true, effects: [] });
    expect(Object.values(execution.userTasks).map(({ elementId }) => elementId)).toEqual(['check', 'first']);
    expect(go.advance('PT1H').completed()).toEqual(expect.arrayContaining(['tooLate', 'lateEnd']) as string[]);
  });

  it('keeps tokens that wait before a join', async () => {
    const { result, go } = await migrated(renamed, RENAMING, (run) => run.complete('review'));
    expect(result.ok).toBe(true);
    expect(go.complete('first').complete('second').state).toBe('COMPLETED');
  });

  it('begins to wait for events that are new, and ceases to where they are gone', async () => {
    const { outcomes, result, go } = await migrated((xml) =>
      xml
        .replace('<bpmn:boundaryEvent id="late"', '<bpmn:boundaryEvent id="sooner"')
        .replace('sourceRef="late"', 'sourceRef="sooner"')
        .replace('PT1H', 'PT30M'),
    );
    expect(outcomes).toEqual(expect.arrayContaining(['closes late', 'opens sooner sooner']) as string[]);
    expect(result).toMatchObject({ ok: true, effects: [{ type: 'cancelTimer' }, { type: 'scheduleTimer' }] });
    expect(go.waiting()).toEqual(['userTask review', 'userTask first', 'timer sooner']);
  });

  it('takes conditions along that are waited for, and ceases to wait for those that are gone', async () => {
    const model = MODEL.replace(TIMER, conditionOf('hurry'));
    const kept = await migrated(renamed, RENAMING, undefined, model);
    expect(kept.outcomes).toContain('moves late tooLate');
    expect(kept.go.setVariables({ hurry: true }).completed()).toContain('tooLate');
    const gone = await migrated((xml) => xml.replaceAll('"late"', '"sooner"'), [], undefined, model);
    expect(gone.outcomes).toEqual(expect.arrayContaining(['closes late', 'opens sooner sooner']) as string[]);
    expect(gone.go.waiting()).toEqual(['userTask review', 'userTask first', 'condition sooner']);
    const none = await migrated(
      (xml) => xml.replace(conditionOf('hurry'), TIMER.exec(MODEL)?.[0] ?? ''),
      [],
      undefined,
      model,
    );
    expect(none.execution.conditions).toBeUndefined();
  });

  it('lets an event happen that is new and has happened already', async () => {
    const { result, go } = await migrated((xml) =>
      xml
        .replace(
          '<bpmn:boundaryEvent id="late" attachedToRef="review" cancelActivity="false">',
          '<bpmn:boundaryEvent id="known" attachedToRef="review">',
        )
        .replace('sourceRef="late"', 'sourceRef="known"')
        .replace(TIMER, conditionOf('key = "k"')),
    );
    expect(go.active()).toEqual(['sub', 'first']);
    expect(
      result.ok && result.events.flatMap((event) => (event.type === 'element.completed' ? [event.elementId] : [])),
    ).toEqual(['known', 'lateEnd']);
  });

  it('takes along what can still be compensated, and is refused without it', async () => {
    const other = (xml: string) => xml.replaceAll('"undo"', '"undoToo"');
    const done = (run: Run) => void run.complete('first');
    const mapping = { sourceElementId: 'undo', targetElementId: 'undoToo' };
    const { go } = await migrated(other, [mapping], done, UNDOING);
    expect(go.complete('second').active()).toContain('undoToo');
    const { outcomes, result } = await migrated(other, [], done, UNDOING);
    expect(outcomes).toContain('refused undo undo');
    expect(result.ok).toBe(false);
  });

  it.each<[string, (xml: string) => string, MappingInstruction[]]>([
    ["Expected element 'review' in the target", renamed, []],
    [
      'Expected a USER_TASK',
      (xml) => xml.replace('<bpmn:userTask id="review" name="Revisar" />', '<bpmn:manualTask id="review" />'),
      [],
    ],
    [
      "Expected 'check' in the scope of 'main'",
      (xml) =>
        renamed(xml)
          .replaceAll('"first"', '"review"')
          .replaceAll('"check"', '"first"')
          .replaceAll('"review"', '"check"'),
      [{ sourceElementId: 'review', targetElementId: 'check' }],
    ],
    [
      "Expected element 'nothing' in the process that runs",
      (xml) => xml,
      [{ sourceElementId: 'nothing', targetElementId: 'review' }],
    ],
    [
      "Expected element 'nothing' in the target",
      (xml) => xml,
      [{ sourceElementId: 'second', targetElementId: 'nothing' }],
    ],
  ])('is refused as a whole with %s', async (message, change, mappings) => {
    let before = '';
    const { result, execution } = await migrated(change, mappings, (run) => (before = JSON.stringify(run.execution)));
    expect(result).toMatchObject({ ok: false, rejection: { message: expect.stringContaining(message) as string } });
    expect(JSON.stringify(execution)).toBe(before);
  });
});
