import type { Ref } from 'react';
import { elementId, useFormView } from './context';

/** What is wrong, on top of the form, each line leading to its field; gets the focus after a failed try (`boxRef`: Preact keeps `ref` for itself). */
export function ErrorSummary({ boxRef }: { boxRef: Ref<HTMLDivElement> }) {
  const { errors, prefix, texts } = useFormView();
  const titleId = `${prefix}-errors`;
  return (
    <div
      ref={boxRef}
      tabIndex={-1}
      className="cf-summary"
      role="group"
      aria-labelledby={titleId}
      hidden={errors.length === 0}
    >
      <h2 id={titleId}>{texts.errorsTitle(errors.length)}</h2>
      <ul>
        {errors.map((error) => (
          <li key={error.path}>
            <a
              href={`#${elementId(prefix, error.path)}`}
              onClick={(event) => {
                event.preventDefault();
                focusField(elementId(prefix, error.path));
              }}
            >
              {error.label}: {error.messages.join(' ')}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

function focusField(id: string): void {
  const element = document.getElementById(id);
  const field = element?.matches('fieldset') ? element.querySelector<HTMLElement>('input') : element;
  field?.focus();
  field?.scrollIntoView({ block: 'center' });
}
