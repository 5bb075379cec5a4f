import { whyWaiting } from '..';
import { storyteller } from '../testing/play';
import type { Run } from '../testing/run';

const story = storyteller(__filename);
const given = { amount: 3, key: 'k-1' };

function why(run: Run, eventId: string) {
  return whyWaiting(run.program, run.execution).find((one) => one.eventId === eventId);
}

describe('why an instance waits', () => {
  it(
    'says who or what can give what it waits for',
    story((start) => {
      const run = start(given);
      expect(why(run, 'decide')).toMatchObject({ waitsFor: 'userTask', givers: [{ kind: 'group', id: 'asesor' }] });
      expect(why(run, 'late')).toMatchObject({ waitsFor: 'timer', givers: [{ kind: 'clock' }] });
      expect(why(run, 'late')?.until).toBe('2026-02-02T14:00:00.000Z');
      expect(why(run, 'answered')).toMatchObject({
        waitsFor: 'message',
        detail: 'answer',
        correlationKey: 'k-1',
        givers: [{ kind: 'element', id: 'tell', processId: 'answering' }],
      });
    }),
  );

  it(
    'says of a join since when, which ways are missing and from where they may still come',
    story((start) => {
      const run = start(given).advance('PT5M').complete('decide');
      expect(why(run, 'join')).toMatchObject({
        since: '2026-02-02T13:05:00.000Z',
        detail: 'meet--join, later--join',
        missing: [
          { flowId: 'meet--join', from: ['either'] },
          { flowId: 'later--join', from: [] },
        ],
      });
      expect(run.publish('answer').state).toBe('COMPLETED');
    }),
  );

  it(
    'has the conditions that flows were chosen by in the record',
    story((start) => {
      expect(start({ ...given, amount: 2 }).events).toContainEqual({
        type: 'conditions.evaluated',
        elementInstanceKey: expect.any(String) as string,
        elementId: 'fork',
        conditions: [
          { flowId: 'fork--decide', condition: 'amount > 1', holds: true },
          { flowId: 'fork--either', condition: 'amount > 2', holds: false },
        ],
      });
    }),
  );
});
