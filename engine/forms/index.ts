/** form-js forms without a screen: the same rules on the server and in both front ends. Pure. */
export { checkForm, type FormCheckTools } from './check';
export { labelOf, typeOf, type ComponentKind } from './components';
export { fillText, isFeel, isHidden, isReadOnly, resolve, usesFeel } from './conditions';
export { acceptSubmission, compute, emptyRow, initialData, output, sanitise } from './data';
export { englishMessages } from './englishMessages';
export { fromLocalInput, toLocalInput } from './datetime';
export { catalogueIn, formIn, type TextLanguage } from './language';
export { spanishMessages } from './messages';
export { optionsOf } from './options';
export { getAt, setAt } from './paths';
export { personalFields, type PersonalField } from './personal';
export type * from './types';
export { validate, validateField } from './validate';
export { innerPath, rowCount, rowsOf, valuePath, walkFields, walkSchema } from './walk';
