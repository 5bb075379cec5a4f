import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Modification } from '../../../protocol/changes';
import { releaseOf } from '../../testing/model';
import { storyteller, tell } from '../../testing/play';
import type { Run } from '../../testing/run';

const story = storyteller(path.join(__dirname, 'changes.test.ts'));

function keyOf(run: Run, elementId: string): string {
  return Object.values(run.execution.elements).find((instance) => instance.elementId === elementId)?.key ?? '0';
}

function modify(
  run: Run,
  { activateInstructions = [], terminateInstructions = [], moveInstructions = [] }: Partial<Modification>,
): Run {
  return run.feed({ type: 'modify', modification: { activateInstructions, terminateInstructions, moveInstructions } });
}

describe('modification', () => {
  it(
    'moves a token within its scope',
    story((start) => {
      const run = modify(start(), { moveInstructions: [{ sourceElementId: 'first', targetElementId: 'second' }] });
      expect(run.active()).toEqual(['review', 'sub', 'second']);
      expect(run.complete('second').complete('review').state).toBe('COMPLETED');
      expect(run.events).toContainEqual({ type: 'instance.modified', begun: ['second'], ended: ['first'] });
    }),
  );

  it(
    'opens the scopes around what it begins, without their start events, and with the given variables',
    story((start) => {
      const run = start().complete('first').complete('second');
      expect(run.active()).toEqual(['review']);
      modify(run, {
        activateInstructions: [
          {
            elementId: 'second',
            variableInstructions: [{ variables: { whole: 1 } }, { scopeId: 'sub', variables: { own: 2 } }],
          },
          { elementId: 'first' },
        ],
      });
      expect(run.active()).toEqual(['review', 'sub', 'second', 'first']);
      expect(run.variables).toEqual({ whole: 1 });
      expect(run.execution.elements[keyOf(run, 'sub')]?.variables).toEqual({ own: 2 });
      run.complete('first').complete('second');
      expect(run.active()).toEqual(['review', 'sub', 'second']);
    }),
  );

  it(
    'ends scopes that are left empty, and the instance with its last element',
    story((start) => {
      const run = start();
      modify(run, { terminateInstructions: [{ elementInstanceKey: keyOf(run, 'first') }] });
      expect(run.active()).toEqual(['review']);
      expect(run.waiting()).toEqual(['userTask review', 'timer late']);
      modify(run, { terminateInstructions: [{ elementInstanceKey: keyOf(run, 'review') }] });
      expect(run.state).toBe('TERMINATED');
    }),
  );

  it('ends a scope that it opens, with what it begins there, where an event of it happens at once', async () => {
    const content = readFileSync(path.join(__dirname, 'changes.bpmn'), 'utf8').replace(
      '<bpmn:sequenceFlow id="f6"',
      `<bpmn:boundaryEvent id="stopped" attachedToRef="sub"><bpmn:conditionalEventDefinition id="stopping"><bpmn:condition>=stop</bpmn:condition></bpmn:conditionalEventDefinition></bpmn:boundaryEvent>
       <bpmn:sequenceFlow id="f8" sourceRef="stopped" targetRef="stoppedEnd"/><bpmn:endEvent id="stoppedEnd"/>$&`,
    );
    const release = await releaseOf([{ name: 'main.bpmn', content }]);
    tell({ processId: 'main', formIds: [], ...release }, (start) => {
      const run = start().complete('first').complete('second');
      modify(run, {
        activateInstructions: [{ elementId: 'second', variableInstructions: [{ variables: { stop: true } }] }],
      });
      expect(run.completed()).toEqual(expect.arrayContaining(['stopped', 'stoppedEnd']) as string[]);
      expect(run.active()).toEqual(['review']);
    });
  });

  it.each<[string, Partial<Modification>]>([
    [
      "Expected scope 'elsewhere' to be active or opened",
      {
        activateInstructions: [
          { elementId: 'second', variableInstructions: [{ scopeId: 'elsewhere', variables: { x: 1 } }] },
        ],
      },
    ],
    [
      'Expected at most 1000000 characters',
      {
        activateInstructions: [
          { elementId: 'second', variableInstructions: [{ variables: { x: 'x'.repeat(1_000_001) } }] },
        ],
      },
    ],
    ["Expected element 'nothing'", { activateInstructions: [{ elementId: 'nothing' }] }],
    ['Expected an element that a token can enter', { activateInstructions: [{ elementId: 'start' }] }],
    ['Expected an element that a token can enter', { activateInstructions: [{ elementId: 'late' }] }],
    ['Expected element instance 7', { terminateInstructions: [{ elementInstanceKey: '7' }] }],
    ["Expected 'end' to be active", { moveInstructions: [{ sourceElementId: 'end', targetElementId: 'review' }] }],
  ])('is refused with %s', (message, modification) =>
    story((start) => {
      const run = modify(start(), modification);
      expect(run.rejection?.message).toContain(message);
      expect(run.active()).toEqual(['review', 'sub', 'first']);
    })(),
  );
});
