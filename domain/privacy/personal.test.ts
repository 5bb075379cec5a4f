import { splitPersonal } from './personal';

const reference = (owner: string, field: string) => `${owner}/${field}`;

it('replaces personal values by references and keeps the rest', () => {
  const split = splitPersonal(
    [
      { path: ['answer'], owner: 'request' },
      { path: ['contact', 'phone'], owner: 'person' },
    ],
    { outcome: 'answered', answer: 'Su crédito…', contact: { phone: '300', city: 'Tunja' } },
    reference,
  );
  expect(split).toEqual({
    variables: {
      outcome: 'answered',
      answer: 'request/answer',
      contact: { phone: 'person/contact_phone', city: 'Tunja' },
    },
    request: { answer: 'Su crédito…' },
    person: { contact_phone: '300' },
    instance: {},
  });
});

it('leaves empty and missing values as they are', () => {
  const fields = [
    { path: ['reason'], owner: 'request' as const },
    { path: ['note'], owner: 'request' as const },
    { path: ['gone', 'deep'], owner: 'request' as const },
  ];
  const data = { reason: '', note: null };
  expect(splitPersonal(fields, data, reference)).toEqual({ variables: data, request: {}, person: {}, instance: {} });
});

it('replaces a field in every row of a list', () => {
  const split = splitPersonal(
    [{ path: ['visits', '*', 'note'], owner: 'request' }],
    { visits: [{ note: 'uno', day: 1 }, { note: 'dos' }] },
    reference,
  );
  expect(split.variables).toEqual({
    visits: [{ note: 'request/visits_0_note', day: 1 }, { note: 'request/visits_1_note' }],
  });
  expect(split.request).toEqual({ visits_0_note: 'uno', visits_1_note: 'dos' });
});
