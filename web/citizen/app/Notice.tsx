import type { ReactNode } from 'react';
import type { ApiProblem } from './api';
import { useTexts } from './language';

/** A message that stands out: for information, success, warning or failure. */
export function Notice(props: { kind: 'info' | 'ok' | 'warning' | 'danger'; children: ReactNode; isLive?: boolean }) {
  const role = props.isLive ? (props.kind === 'danger' ? 'alert' : 'status') : undefined;
  return (
    <div className={`notice notice-${props.kind}`} role={role}>
      {props.children}
    </div>
  );
}

/** What went wrong with a request, in words, and the way to try again. */
export function ProblemNotice({ problem, onRetry }: { problem: ApiProblem; onRetry?: () => void }) {
  const texts = useTexts();
  return (
    <Notice kind="danger" isLive>
      <p>{problem.status === 0 ? texts.unreachable : problem.message || texts.failed}</p>
      {onRetry ? (
        <button type="button" className="button button-quiet" onClick={onRetry}>
          {texts.retry}
        </button>
      ) : null}
    </Notice>
  );
}

/** Something is on its way. */
export function Loading() {
  const { loading } = useTexts();
  return (
    <p className="loading" role="status">
      {loading}
    </p>
  );
}
