import type { Program } from '../engine';
import { decodeProgram, encodeProgram } from './programBytes';

const program = (processId: string): Program => ({
  processId,
  processes: {},
  decisions: {},
  decisionModels: {},
  calendar: { holidays: [], workingHours: [], offsetMinutes: -300 },
  formIds: [],
});

it('gives every instance with the same bytes the same program', () => {
  const first = decodeProgram(encodeProgram(program('one')));
  expect(first).toEqual(program('one'));
  expect(decodeProgram(encodeProgram(program('one')))).toBe(first);
  expect(decodeProgram(encodeProgram(program('two')))).toEqual(program('two'));
});

it('keeps instances from changing what they share', () => {
  const shared = decodeProgram(encodeProgram(program('one')));
  expect(() => Object.assign(shared.processes, { other: null })).toThrow(TypeError);
});

it('encodes a program once', () => {
  const shared = decodeProgram(encodeProgram(program('one')));
  expect(encodeProgram(shared)).toBe(encodeProgram(shared));
});
