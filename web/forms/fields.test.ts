import { componentTypes } from '../../engine/forms/components';
import { fieldViews } from './fields';

it('has a view for every field type of the core, but for those that are only computed', () => {
  const fields = Object.keys(componentTypes).filter((type) => componentTypes[type]?.kind === 'field');
  expect(Object.keys(fieldViews).sort()).toEqual(fields.filter((type) => type !== 'expression').sort());
});
