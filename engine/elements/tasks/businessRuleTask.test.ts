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
    'tells of a decision that fails how far it got, and of the next attempt apart from it',
    story((start) => {
      const run = start({ decision: 'grade', amount: 500, limit: 100 });
      expect(run.events.slice(-2)).toMatchObject([
        {
          type: 'decision.failed',
          decisionId: 'grade',
          failure: 'Expected one matching rule, but rules 1, 2 match',
          evaluated: [
            { decisionId: 'level', output: 'high' },
            {
              decisionId: 'grade',
              failed: true,
              inputs: [{ value: 500 }],
              matchedRules: [{ ruleId: 'grade-limit' }, { ruleId: 'grade-any' }],
            },
          ],
        },
        { type: 'incident.created', incidentType: 'DECISION_EVALUATION_ERROR' },
      ]);
      run.setVariables({ limit: 1_000 }).resolve();
      expect(run.variables['level']).toBe('high');
      expect(run.events.filter(({ type }) => type.startsWith('decision.')).map(({ type }) => type)).toEqual([
        'decision.failed',
        'decision.evaluated',
      ]);
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
