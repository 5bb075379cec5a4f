import type { CommandEnvelope } from '../protocol/workflow';
import { updateIdOf } from './updateId';

const completion = (person: string, outcome: string): CommandEnvelope => ({
  command: { type: 'completeUserTask', userTaskKey: '2251799813685000003', variables: { outcome } },
  actor: { kind: 'person', id: person },
});

it('gives a retry the same id, whatever the order of the fields or the roles of the person', () => {
  const again: CommandEnvelope = {
    actor: { id: 'ana', kind: 'person', roles: ['asesor'] },
    command: { variables: { outcome: 'answered' }, userTaskKey: '2251799813685000003', type: 'completeUserTask' },
  };
  expect(updateIdOf(again)).toBe(updateIdOf(completion('ana', 'answered')));
});

it('tells two persons, two bodies and two idempotency keys apart', () => {
  const ids = [
    updateIdOf(completion('ana', 'answered')),
    updateIdOf(completion('luis', 'answered')),
    updateIdOf(completion('ana', 'referred')),
    updateIdOf(completion('ana', 'answered'), 'key-1'),
    updateIdOf(completion('luis', 'answered'), 'key-1'),
    updateIdOf(completion('ana', 'answered'), 'key-2'),
  ];
  expect(new Set(ids).size).toBe(6);
});

it('tells two commands under one idempotency key apart, so that the second is not taken for done', () => {
  expect(updateIdOf(completion('ana', 'answered'), 'k')).not.toBe(updateIdOf(completion('ana', 'referred'), 'k'));
});

it('lets a person take, give back and take again what nobody else wants', () => {
  const giveBack: CommandEnvelope = {
    command: { type: 'unassignUserTask', userTaskKey: '2251799813685000003' },
    actor: { kind: 'person', id: 'ana' },
  };
  expect(updateIdOf(giveBack)).not.toBe(updateIdOf(giveBack));
  expect(updateIdOf(giveBack, 'k')).toBe(updateIdOf(giveBack, 'k'));
});
