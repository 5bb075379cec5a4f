import { storyteller } from '../../testing/play';

const story = storyteller(__filename);

const given = { chosen: ['call', 'visit'], enough: false };

describe('ad-hoc sub-process', () => {
  it(
    'begins what was chosen, with all that follows, and is over when nothing is left',
    story((start) => {
      const run = start(given);
      expect(run.active()).toEqual(['some', 'call', 'visit']);
      expect(run.complete('visit').active()).toEqual(['some', 'call', 'report']);
      expect(run.complete('call').complete('report').active()).toEqual(['after']);
    }),
  );

  it(
    'ends what is still active when its completion condition holds',
    story((start) => {
      const run = start(given).complete('call', { enough: true });
      expect(run.terminated()).toEqual(['visit']);
      expect(run.active()).toEqual(['after']);
    }),
  );

  it(
    'waits for what is still active where it says so',
    story((start) => {
      const run = start({ way: 'waits', enough: true }).complete('left');
      expect(run.active()).toEqual(['waits', 'right']);
      expect(run.complete('right').active()).toEqual(['after']);
    }),
  );

  it(
    'begins one after another where its ordering is sequential',
    story((start) => {
      const run = start({ way: 'inTurn' });
      expect(run.active()).toEqual(['inTurn', 'one']);
      expect(run.complete('one').active()).toEqual(['inTurn', 'three']);
      expect(run.complete('three').active()).toEqual(['inTurn', 'two']);
      expect(run.complete('two').active()).toEqual(['after']);
    }),
  );

  it(
    'waits with an incident while its choice or its condition has no value',
    story((start) => {
      const unknown = start({ ...given, chosen: ['report'] });
      expect(unknown.waiting()).toEqual(['incident some']);
      expect(unknown.setVariables({ chosen: [] }).resolve().active()).toEqual(['after']);
      const unclear = start({ ...given, chosen: ['call'], enough: null }).complete('call');
      expect(unclear.waiting()).toContain('incident some');
      expect(unclear.setVariables({ enough: true }).resolve().active()).toEqual(['after']);
    }),
  );

  it(
    'is ended by its boundary events, and with the instance',
    story((start) => {
      expect(start(given).advance('PT1H').active()).toEqual(['late']);
      expect(start(given).cancel().terminated()).toEqual(['call', 'visit', 'some']);
    }),
  );
});
