import { groupedNumber } from './groupedNumber';
import type { FormMessages } from './types';

const en = (value: unknown): string => groupedNumber(value, ',', '.');

/** Sentences of the validator in English; a file of its own, since most visitors never load it. */
export const englishMessages: FormMessages = {
  required: 'This field is required.',
  notANumber: 'Write a number.',
  integer: 'Write a whole number.',
  decimals: (digits) => `Write at most ${digits} decimal ${digits === 1 ? 'place' : 'places'}.`,
  increment: (step) => `Write a multiple of ${en(step)}.`,
  min: (value) => `The minimum is ${en(value)}.`,
  max: (value) => `The maximum is ${en(value)}.`,
  minLength: (length) => `Write at least ${length} ${length === 1 ? 'character' : 'characters'}.`,
  maxLength: (length) => `Write at most ${length} ${length === 1 ? 'character' : 'characters'}.`,
  pattern: 'This does not have the expected form.',
  email: 'Write a valid e-mail address, for example name@mail.com.',
  phone: 'Write the phone number with its country code, for example +573001234567.',
  notAnOption: 'Choose one of the options.',
  pastDate: 'Choose a date that has not passed.',
};
