import { storyteller } from '../../../testing/play';
import type { Run } from '../../../testing/run';

const story = storyteller(__filename);

/** Everything is booked. */
function booked(run: Run): Run {
  return run.complete('hotel').complete('flight').complete('rent');
}

const given = { seats: ['1A', '1B'] };

describe('compensation', () => {
  it(
    'undoes what has completed, last first and one after another, and goes on when all is undone',
    story((start) => {
      const run = booked(start(given));
      expect(run.waiting()).toEqual(['userTask tell']);
      expect(run.complete('tell').waiting()).toEqual(['userTask noRent']);
      expect(run.complete('noRent').waiting()).toEqual(['userTask noSeat']);
      expect(run.complete('noSeat').complete('noSeat').waiting()).toEqual(['userTask noFlight']);
      expect(run.complete('noFlight').waiting()).toEqual(['userTask noHotel']);
      expect(run.complete('noHotel').waiting()).toEqual(['userTask after']);
      expect(run.complete('after').state).toBe('COMPLETED');
    }),
  );

  it(
    'shows each handler the variables that its instance had',
    story((start) => {
      const run = booked(start(given)).complete('tell').complete('noRent');
      const seats = () =>
        Object.values(run.execution.elements).flatMap(({ elementId, variables }) =>
          elementId === 'noSeat' ? [variables['seat']] : [],
        );
      expect(seats()).toEqual(['1B']);
      expect(run.complete('noSeat') && seats()).toEqual(['1A']);
    }),
  );

  it(
    'undoes one activity where it names it, and each only once',
    story((start) => {
      const run = booked(start({ ...given, undo: 'hotel' }));
      expect(run.waiting()).toEqual(['userTask noHotel']);
      expect(run.complete('noHotel').waiting()).toEqual(['userTask after']);
    }),
  );

  it(
    'at an end event keeps the process open',
    story((start) => {
      const run = booked(start({ ...given, seats: [], undo: 'end' }));
      run.complete('tell').complete('noRent').complete('noFlight').complete('noHotel');
      expect(run.state).toBe('COMPLETED');
    }),
  );

  it(
    'is not waited for where it says so',
    story((start) => {
      const run = booked(start({ ...given, seats: [], undo: 'atOnce' }));
      expect(run.waiting().sort()).toEqual([
        'userTask after',
        'userTask noFlight',
        'userTask noHotel',
        'userTask tell',
      ]);
      expect(run.complete('after').complete('noHotel').complete('noFlight').complete('tell').active()).toEqual([
        'car',
        'ownWay',
        'inside',
        'noRent',
      ]);
      expect(run.complete('noRent').state).toBe('COMPLETED');
    }),
  );

  it(
    'ends with all handlers when the instance is canceled',
    story((start) => {
      const run = booked(start(given)).complete('tell').cancel();
      expect(run.waiting()).toEqual([]);
      expect(run.state).toBe('TERMINATED');
    }),
  );
});
