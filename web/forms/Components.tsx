import {
  emptyRow,
  fillText,
  getAt,
  innerPath,
  isHidden,
  isReadOnly,
  labelOf,
  resolve,
  rowCount,
  rowsOf,
  typeOf,
  valuePath,
  type FormComponent,
  type Path,
} from '../../engine/forms';
import { elementId, useFormView, type FieldProps } from './context';
import { Display } from './Display';
import { fieldViews } from './fields';

/** Components in their rows; hidden ones are left out. */
export function FormComponents({ components, base }: { components: readonly FormComponent[]; base: Path }) {
  const { data, tools } = useFormView();
  return rowsOf(components).map((row) => {
    const shown = row.filter((component) => !isHidden(component, data, base, tools));
    if (shown.length === 0) return null;
    const cells = shown.map((component) => <Component key={component.id} component={component} base={base} />);
    if (shown.length === 1) return cells;
    return (
      <div className="cf-row" key={row[0]?.id}>
        {cells}
      </div>
    );
  });
}

function Component({ component, base }: { component: FormComponent; base: Path }) {
  const { data, texts, tools } = useFormView();
  switch (typeOf(component)?.kind) {
    case 'field':
      return component.type === 'expression' ? null : <Field component={component} base={base} />;
    case 'container':
      return (
        <fieldset className="cf-group">
          {component.label ? <legend>{fillText(component.label, data, base, tools)}</legend> : null}
          <FormComponents components={component.components ?? []} base={innerPath(component, base)} />
        </fieldset>
      );
    case 'list':
      return <List component={component} base={base} />;
    case 'display':
      return <Display component={component} base={base} />;
    case 'button': // The form has one button of its own.
      return null;
    case undefined:
      return (
        <p className="cf-unknown" role="alert">
          {texts.unknownType(component.type)}
        </p>
      );
  }
}

function Field({ component, base }: { component: FormComponent; base: Path }) {
  const form = useFormView();
  const { data, tools } = form;
  const path = valuePath(component, base);
  const id = elementId(form.prefix, path.join('.'));
  const error = form.errors.find((one) => one.path === path.join('.'));
  const description = fillText(component.description, data, base, tools);
  const describedBy = [description ? `${id}-help` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  const props: FieldProps = {
    component,
    path,
    base,
    id,
    label: fillText(labelOf(component), data, base, tools),
    value: getAt(data, path),
    isDisabled: form.isReadOnly || isReadOnly(component, data, base, tools),
    isRequired: resolve(component.validate?.required, data, base, tools) === true,
    describedBy: describedBy || undefined,
    isInvalid: error !== undefined,
  };
  return <FieldFrame field={props} description={description} messages={error?.messages ?? []} />;
}

/** Label, help, control and error of a field, tied together for screen readers. */
function FieldFrame(props: { field: FieldProps; description: string; messages: readonly string[] }) {
  const { field } = props;
  const { texts } = useFormView();
  const view = fieldViews[field.component.type];
  if (!view) return null;
  const { Control, isGroup, labelInside } = view;
  const isMarked = !field.isRequired && !field.isDisabled && !field.label.includes(texts.optional);
  const label = (
    <>
      {field.label}
      {isMarked ? <span className="cf-optional"> ({texts.optional})</span> : null}
    </>
  );
  const help = props.description ? (
    <p className="cf-help" id={`${field.id}-help`}>
      {props.description}
    </p>
  ) : null;
  const message = field.isInvalid ? (
    <p className="cf-error" id={`${field.id}-error`}>
      {props.messages.join(' ')}
    </p>
  ) : null;
  const { type, properties } = field.component;
  const widget = typeof properties?.widget === 'string' ? ` cf-widget-${properties.widget}` : '';
  const className = `cf-field cf-${type}${widget}${field.isInvalid ? ' cf-invalid' : ''}`;
  if (isGroup) {
    return (
      <fieldset className={className} id={field.id} aria-describedby={field.describedBy}>
        <legend>{label}</legend>
        {help}
        <Control {...field} />
        {message}
      </fieldset>
    );
  }
  const name = <label htmlFor={field.id}>{label}</label>;
  return (
    <div className={className}>
      {labelInside ? null : name}
      {labelInside ? null : help}
      <Control {...field} />
      {labelInside ? name : null}
      {labelInside ? help : null}
      {message}
    </div>
  );
}

function List({ component, base }: { component: FormComponent; base: Path }) {
  const { data, tools, texts, set, isReadOnly: isReading } = useFormView();
  const path = innerPath(component, base);
  const rows = getAt(data, path);
  const list: unknown[] = Array.isArray(rows) ? rows : [];
  const mayChange = component.allowAddRemove !== false && !isReading;
  return (
    <fieldset className="cf-list">
      <legend>{fillText(component.label, data, base, tools)}</legend>
      {Array.from({ length: rowCount(component, data, base) }, (_, row) => (
        <div className="cf-list-row" role="group" aria-label={texts.row(row + 1)} key={row}>
          <FormComponents components={component.components ?? []} base={[...path, row]} />
          {mayChange ? (
            <button
              type="button"
              className="cf-remove"
              onClick={() =>
                set(
                  path,
                  list.filter((__, other) => other !== row),
                )
              }
            >
              {texts.removeRow(row + 1)}
            </button>
          ) : null}
        </div>
      ))}
      {mayChange ? (
        <button type="button" className="cf-add" onClick={() => set(path, [...list, emptyRow(component, tools)])}>
          {texts.addRow}
        </button>
      ) : null}
    </fieldset>
  );
}
