/** The view's own words; labels come from the form, errors from the validator. */
export interface FormTexts {
  optional: string;
  choose: string;
  yes: string;
  no: string;
  addRow: string;
  removeRow: (number: number) => string;
  row: (number: number) => string;
  errorsTitle: (count: number) => string;
  unknownType: (type: string) => string;
  removeFile: (name: string) => string;
}

export const spanishFormTexts: FormTexts = {
  optional: 'opcional',
  choose: 'Elija una opción',
  yes: 'Sí',
  no: 'No',
  addRow: 'Agregar otra fila',
  removeRow: (number) => `Quitar la fila ${number}`,
  row: (number) => `Fila ${number}`,
  errorsTitle: (count) => (count === 1 ? 'Hay un dato por corregir' : `Hay ${count} datos por corregir`),
  unknownType: (type) => `Este formulario tiene un campo que no se puede mostrar (${type}). Avísenos, por favor.`,
  removeFile: (name) => `Quitar ${name}`,
};
