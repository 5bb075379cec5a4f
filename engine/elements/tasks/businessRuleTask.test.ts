import { storyteller } from '../../testing/play';

const story = storyteller(__filename);

describe('business rule task', () => {
  it(
    'keeps the result of its decision, and how it came about',
    story((start) => {
      const run = start({ decision: 'level', amount: 500 });
      expect(run.variables['level']).toBe('high');
      expect(run.events.find(({ type }) => type === 'decision.evaluated')).toMatchObject({
        decisionId: 'level',
        output: 'high',
        evaluated: [{ decisionId: 'level', inputs: [{ value: 500 }], matchedRules: [{ ruleId: 'level-high' }] }],
      });
    }),
  );

  it(
    'waits with an incident for a decision that the release does not have',
    story((start) => {
      const run = start({ decision: 'constructor', amount: 1 });
      expect(run.incidents()).toMatchObject([{ type: 'DECISION_EVALUATION_ERROR' }]);
      run.setVariables({ decision: 'level' }).resolve();
      expect(run.variables['level']).toBe('low');
      expect(run.active()).toEqual(['after']);
    }),
  );

  it(
    'closes its incident when the instance is canceled',
    story((start) => {
      const run = start({ decision: 'none' }).cancel();
      expect(run.state).toBe('TERMINATED');
      expect(run.events.map(({ type }) => type)).toContain('incident.resolved');
    }),
  );
});
