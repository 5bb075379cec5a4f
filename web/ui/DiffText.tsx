import type { DiffLine } from './diff';

const SIGNS: Record<DiffLine['kind'], string> = { same: '  ', add: '+ ', del: '- ' };

/** Lines added and taken away, told apart by a sign and by colour. */
export function DiffText({ lines, label }: { lines: readonly DiffLine[]; label: string }) {
  return (
    <pre className="diff source" tabIndex={0} role="region" aria-label={label}>
      {lines.map(({ kind, text }, index) => (
        <div key={index} className={kind === 'same' ? undefined : `diff-${kind}`}>
          {SIGNS[kind]}
          {text}
        </div>
      ))}
    </pre>
  );
}
