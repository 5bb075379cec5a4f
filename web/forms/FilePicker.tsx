import { useState } from 'react';
import { useFormView, type FieldProps } from './context';

interface FileReference {
  id: string;
  name: string;
}

/** Files are stored as soon as they are chosen; the data holds their references. */
export function FilePicker(props: FieldProps) {
  const { set, upload, texts } = useFormView();
  const [failure, setFailure] = useState('');
  const files = Array.isArray(props.value) ? (props.value as FileReference[]) : [];
  const isMultiple = props.component.multiple === true;
  const put = (list: FileReference[]): void => set(props.path, list.length > 0 ? list : null);
  const choose = async (chosen: File[]): Promise<void> => {
    if (!upload) return;
    setFailure('');
    try {
      const stored = await Promise.all(chosen.map(upload));
      put(isMultiple ? [...files, ...stored] : stored);
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <>
      <input
        id={props.id}
        type="file"
        disabled={props.isDisabled || !upload}
        multiple={isMultiple}
        accept={props.component.accept}
        aria-invalid={props.isInvalid || undefined}
        aria-describedby={props.describedBy}
        onChange={(event) => void choose([...(event.currentTarget.files ?? [])])}
      />
      {failure ? (
        <p className="cf-error" role="alert">
          {failure}
        </p>
      ) : null}
      <ul className="cf-files">
        {files.map((file) => (
          <li key={file.id}>
            {file.name}{' '}
            {props.isDisabled ? null : (
              <button type="button" className="cf-remove" onClick={() => put(files.filter((other) => other !== file))}>
                {texts.removeFile(file.name)}
              </button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
