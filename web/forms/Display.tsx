import { fillText, getAt, resolve, type FormComponent, type Path } from '../../engine/forms';
import { useFormView } from './context';
import { Markdown } from './Markdown';

/** Components that only show: text, pictures, tables, lines. */
export function Display({ component, base }: { component: FormComponent; base: Path }) {
  const { data, tools } = useFormView();
  const fill = (text: string | undefined): string => fillText(text, data, base, tools);
  switch (component.type) {
    case 'text':
      return <Markdown text={fill(component.text)} />;
    case 'html':
      return <p className="cf-text">{withoutTags(fill(component.content))}</p>;
    case 'image':
      return <img className="cf-image" src={fill(component.source)} alt={fill(component.alt)} />;
    case 'table':
      return <Table component={component} base={base} />;
    case 'separator':
      return <hr className="cf-separator" />;
    default:
      return <div className="cf-spacer" />;
  }
}

/** Rich HTML would need rights that the page's content policy refuses; its text is shown. */
function withoutTags(html: string): string {
  return new DOMParser().parseFromString(html, 'text/html').body.textContent;
}

function Table({ component, base }: { component: FormComponent; base: Path }) {
  const { data, tools } = useFormView();
  const source = resolve(component.dataSource, data, base, tools);
  const rows: unknown[] = Array.isArray(source) ? source : [];
  const columns = component.columns ?? [];
  return (
    <table className="cf-table">
      {component.label ? <caption>{fillText(component.label, data, base, tools)}</caption> : null}
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.key} scope="col">
              {column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={index}>
            {columns.map((column) => (
              <td key={column.key}>{cell(getAt(row, [column.key]))}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
