import { storyteller } from '../../../testing/play';

const story = storyteller(__filename);

describe('escalation event', () => {
  it(
    'is caught inside before outside, and lets its thrower go on',
    story((start) => {
      const run = start();
      expect(run.active()).toEqual(['sub', 'own', 'inside', 'own-task']);
    }),
  );

  it(
    'by its code comes before any other, and ends the activity when it interrupts',
    story((start) => {
      const run = start().complete('inside');
      expect(run.active()).toEqual(['bTask']);
      expect(run.terminated()).toEqual(['own-task', 'own', 'second', 'sub']);
    }),
  );

  it(
    'of a called instance is told to its caller, while both go on',
    story((start) => {
      const run = start({ way: 'call' });
      expect(run.active()).toEqual(['called', 'childTold']);
      run.called[0]?.complete('childTask');
      expect(run.active()).toEqual(['childTold', 'after']);
    }),
  );
});

describe('error of a called instance', () => {
  it(
    'that nobody catches in it ends it and is caught at the call',
    story((start) => {
      const run = start({ way: 'call' });
      run.called[0]?.complete('childTask', { how: 'E' });
      expect(run.called[0]?.state).toBe('TERMINATED');
      expect(run.active()).toEqual(['childTold', 'childFailed']);
    }),
  );

  it(
    'that nobody catches at all becomes an incident of the outermost caller, which calls again',
    story((start) => {
      const run = start({ way: 'call' });
      run.called[0]?.complete('childTask', { how: 'F' });
      expect(run.incidents()[0]?.type).toBe('UNHANDLED_ERROR_EVENT');
      run.resolve().called[1]?.complete('childTask');
      expect(run.active()).toContain('after');
    }),
  );
});
