import { programBeside } from '../../testing/model';
import { storyteller } from '../../testing/play';

const story = storyteller(__filename);

describe('start event', () => {
  it(
    'begins at the first none start event unless another one is named',
    story((start) => {
      const run = start({ type: 'queja' });
      expect(run.trace()).toEqual(['start', 'task']);
      expect(run.variables).toEqual({ type: 'queja', declaredType: 'queja' });
    }),
  );

  it.each(['by-message', 'weekly', 'daily', 'by-hand'])('begins at %s when that is named', (startElementId) =>
    story((start) => {
      const run = start({}, { startElementId }).complete('task');
      expect(run.completed()).toEqual([startElementId, 'task', 'end']);
    })(),
  );

  it(
    'refuses an element that is no start event, and a second start',
    story((start) => {
      expect(start({}, { startElementId: 'task' }).rejection?.code).toBe('invalid_argument');
      expect(start().feed({ type: 'start', variables: {} }).rejection?.code).toBe('invalid_state');
      expect(start().cancel().terminated()).toEqual(['task']);
    }),
  );

  it('tells who starts the process from outside what to wait for', async () => {
    const { processes } = await programBeside(__filename);
    expect(processes['main']?.startEvents).toEqual([
      { elementId: 'start', kind: 'none' },
      { elementId: 'by-message', kind: 'message', messageName: 'order' },
      { elementId: 'weekly', kind: 'timer', timer: { kind: 'cycle', value: '0 0 8 * * MON' } },
      { elementId: 'daily', kind: 'timer', timer: { kind: 'cycle', value: 'R/P1D' } },
      { elementId: 'by-hand', kind: 'none' },
    ]);
  });
});
