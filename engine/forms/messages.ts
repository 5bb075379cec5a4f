import { groupedNumber } from './groupedNumber';
import type { FormMessages } from './types';

const es = (value: unknown): string => groupedNumber(value, '.', ',');

/** Sentences of the validator in Spanish, usted. */
export const spanishMessages: FormMessages = {
  required: 'Este dato es obligatorio.',
  notANumber: 'Escriba un número.',
  integer: 'Escriba un número entero, sin decimales.',
  decimals: (digits) => `Escriba como máximo ${digits} ${digits === 1 ? 'decimal' : 'decimales'}.`,
  increment: (step) => `Escriba un múltiplo de ${es(step)}.`,
  min: (value) => `El valor mínimo es ${es(value)}.`,
  max: (value) => `El valor máximo es ${es(value)}.`,
  minLength: (length) => `Escriba al menos ${length} ${length === 1 ? 'carácter' : 'caracteres'}.`,
  maxLength: (length) => `Escriba como máximo ${length} ${length === 1 ? 'carácter' : 'caracteres'}.`,
  pattern: 'El dato no tiene el formato esperado.',
  email: 'Escriba un correo electrónico válido, por ejemplo nombre@correo.com.',
  phone: 'Escriba el teléfono con indicativo de país, por ejemplo +573001234567.',
  notAnOption: 'Elija una de las opciones.',
  pastDate: 'Elija una fecha que no haya pasado.',
};
