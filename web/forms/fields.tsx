import { useState, type ReactNode } from 'react';
import { fromLocalInput, optionsOf, toLocalInput, type FormOption } from '../../engine/forms';
import { useFormView, type FieldProps } from './context';
import { FilePicker } from './FilePicker';

interface FieldView {
  Control: (props: FieldProps) => ReactNode;
  /** Several inputs under one legend. */
  isGroup?: boolean;
  /** The label stands behind the control (a tick box). */
  labelInside?: boolean;
}

const aria = (props: FieldProps) => ({
  id: props.id,
  disabled: props.isDisabled,
  'aria-required': props.isRequired || undefined,
  'aria-invalid': props.isInvalid || undefined,
  'aria-describedby': props.describedBy,
});

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

const property = (props: FieldProps, name: string): string | undefined => {
  const value = props.component.properties?.[name];
  return typeof value === 'string' ? value : undefined;
};

function inputType(props: FieldProps): string {
  if (property(props, 'widget') === 'password') return 'password';
  const { validationType } = props.component.validate ?? {};
  return validationType === 'email' ? 'email' : validationType === 'phone' ? 'tel' : 'text';
}

function TextField(props: FieldProps) {
  const { set } = useFormView();
  return (
    <input
      {...aria(props)}
      type={inputType(props)}
      autoComplete={property(props, 'autocomplete')}
      value={textOf(props.value)}
      onInput={(event) => set(props.path, event.currentTarget.value)}
    />
  );
}

function TextArea(props: FieldProps) {
  const { set } = useFormView();
  return (
    <textarea
      {...aria(props)}
      rows={4}
      value={textOf(props.value)}
      onInput={(event) => set(props.path, event.currentTarget.value)}
    />
  );
}

/** Takes a decimal comma; keeps what is typed while it is no number yet, so that nothing jumps. */
function NumberField(props: FieldProps) {
  const { set } = useFormView();
  const [typed, setTyped] = useState<string>();
  const read = (text: string): unknown => {
    const plain = text
      .trim()
      .replace(/\.(?=\d{3}(\D|$))/g, '')
      .replace(',', '.');
    return plain === '' ? null : Number.isFinite(Number(plain)) ? Number(plain) : text;
  };
  return (
    <input
      {...aria(props)}
      type="text"
      inputMode={props.component.decimalDigits === 0 ? 'numeric' : 'decimal'}
      value={typed ?? textOf(props.value).replace('.', ',')}
      onInput={(event) => {
        setTyped(event.currentTarget.value);
        set(props.path, read(event.currentTarget.value));
      }}
      onBlur={() => setTyped(undefined)}
    />
  );
}

function CheckBox(props: FieldProps) {
  const { set } = useFormView();
  return (
    <input
      {...aria(props)}
      type="checkbox"
      checked={props.value === true}
      onChange={(event) => set(props.path, event.currentTarget.checked)}
    />
  );
}

function useOptions(props: FieldProps): FormOption[] {
  const { data, tools } = useFormView();
  return optionsOf(props.component, data, props.base, tools);
}

function Radio(props: FieldProps) {
  const { set } = useFormView();
  return useOptions(props).map((option, index) => (
    <label className="cf-choice" key={index}>
      <input
        type="radio"
        name={props.id}
        disabled={props.isDisabled}
        checked={props.value === option.value}
        aria-invalid={props.isInvalid || undefined}
        onChange={() => set(props.path, option.value)}
      />
      <span>{option.label}</span>
    </label>
  ));
}

function CheckList(props: FieldProps) {
  const { set } = useFormView();
  const chosen: unknown[] = Array.isArray(props.value) ? props.value : [];
  return useOptions(props).map((option, index) => (
    <label className="cf-choice" key={index}>
      <input
        type="checkbox"
        disabled={props.isDisabled}
        checked={chosen.includes(option.value)}
        onChange={(event) =>
          set(
            props.path,
            event.currentTarget.checked ? [...chosen, option.value] : chosen.filter((value) => value !== option.value),
          )
        }
      />
      <span>{option.label}</span>
    </label>
  ));
}

/** The id itself where it is a text, so that the page says what is chosen; other values by their place. */
const optionId = (option: FormOption, index: number): string =>
  typeof option.value === 'string' ? option.value : `#${index}`;

function Select(props: FieldProps) {
  const { set, texts } = useFormView();
  const options = useOptions(props).map((option, index) => ({ ...option, id: optionId(option, index) }));
  const groups = [...new Set(options.map((option) => option.group))];
  const entries = (group: string | undefined) =>
    options
      .filter((option) => option.group === group)
      .map(({ id, label }) => (
        <option key={id} value={id}>
          {label}
        </option>
      ));
  return (
    <select
      {...aria(props)}
      value={options.find((option) => option.value === props.value)?.id ?? ''}
      onChange={(event) => {
        const { value } = event.currentTarget;
        set(props.path, options.find((option) => option.id === value)?.value ?? null);
      }}
    >
      <option value="">{texts.choose}</option>
      {groups.map((group) =>
        group === undefined ? (
          entries(group)
        ) : (
          <optgroup key={group} label={group}>
            {entries(group)}
          </optgroup>
        ),
      )}
    </select>
  );
}

function DateTime(props: FieldProps) {
  const { set } = useFormView();
  const { subtype } = props.component;
  return (
    <input
      {...aria(props)}
      type={subtype === 'time' ? 'time' : subtype === 'datetime' ? 'datetime-local' : 'date'}
      value={toLocalInput(props.component, props.value)}
      onChange={(event) => set(props.path, fromLocalInput(props.component, event.currentTarget.value))}
    />
  );
}

/** The view of each field type of the core (a test compares the two lists). */
export const fieldViews: Readonly<Record<string, FieldView>> = {
  textfield: { Control: TextField },
  textarea: { Control: TextArea },
  number: { Control: NumberField },
  checkbox: { Control: CheckBox, labelInside: true },
  radio: { Control: Radio, isGroup: true },
  select: { Control: Select },
  checklist: { Control: CheckList, isGroup: true },
  taglist: { Control: CheckList, isGroup: true },
  datetime: { Control: DateTime },
  filepicker: { Control: FilePicker },
};
