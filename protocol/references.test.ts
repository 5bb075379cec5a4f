import { documentReference, parseReference, referencesIn, textReference, withTexts } from './references';

const note = textReference('2251799813685000000', 'notes@2251799813685000007');
const reason = documentReference('request', '2026-000123', 'reason');

it('reads what it writes', () => {
  expect(parseReference(note)).toEqual({
    owner: 'text',
    id: '2251799813685000000',
    field: 'notes@2251799813685000007',
  });
  expect(parseReference(reason)).toEqual({ owner: 'request', id: '2026-000123', field: 'reason' });
  expect(['text: hola', 'texto:1:2', 'request:x', 'person', ''].map(parseReference)).toEqual(Array(5).fill(null));
});

it('finds references wherever they lie and puts the texts there', () => {
  const value = {
    answers: [
      { by: 'p1', note },
      { by: 'p2', note: null },
    ],
    reason,
    again: note,
  };
  expect(referencesIn(value)).toEqual([note, reason]);
  expect(withTexts(value, new Map([[note, 'Se acordó.']]))).toEqual({
    answers: [
      { by: 'p1', note: 'Se acordó.' },
      { by: 'p2', note: null },
    ],
    reason,
    again: 'Se acordó.',
  });
});
