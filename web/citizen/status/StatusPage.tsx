import { useMemo, useState } from 'react';
import type { FormSchema } from '../../../engine/forms';
import type { RequestStatus } from '../../../protocol/product';
import { ApiProblem, callApi } from '../app/api';
import { useLabel } from '../app/catalogues';
import { useLanguage } from '../app/language';
import { Page } from '../app/Layout';
import { Notice } from '../app/Notice';
import { useAddress } from '../app/router';
import { SiteForm } from '../app/SiteForm';

/** How a request is going, by its number and the document of who asked; no account needed. */
export function StatusPage() {
  const { texts } = useLanguage();
  const address = useAddress();
  const number = address.searchParams.get('numero') ?? '';
  const [status, setStatus] = useState<RequestStatus | null>();
  const given = useMemo(() => ({ number }), [number]);
  const schema = useMemo<FormSchema>(() => {
    const field = (key: string, label: string, description?: string) => ({
      id: key,
      type: 'textfield',
      key,
      label,
      properties: { autocomplete: 'off' },
      validate: { required: true },
      ...(description ? { description } : {}),
    });
    const { status: words } = texts;
    const components = [field('number', words.number, words.numberHelp), field('documentNumber', words.document)];
    return { id: 'status', components };
  }, [texts]);
  return (
    <Page title={texts.status.title} lead={texts.status.lead} className="narrow">
      <div className="card">
        <SiteForm
          schema={schema}
          given={given}
          submitLabel={texts.status.ask}
          onSubmit={async (data) => {
            const query = new URLSearchParams({
              number: String(data.number),
              documentNumber: String(data.documentNumber),
            });
            setStatus(undefined);
            try {
              setStatus(await callApi<RequestStatus>(`/api/requests/status?${query.toString()}`));
            } catch (error) {
              if (!(error instanceof ApiProblem) || error.status !== 404) throw error;
              setStatus(null);
            }
          }}
        />
      </div>
      <div aria-live="polite">
        {status === null ? <Notice kind="warning">{texts.status.none}</Notice> : null}
        {status ? <Result status={status} /> : null}
      </div>
    </Page>
  );
}

function Result({ status }: { status: RequestStatus }) {
  const { texts, day, dateTime } = useLanguage();
  const type = useLabel('request-types', status.type);
  const area = useLabel('areas', status.area);
  const isOpen = status.state === 'open';
  const rows: [string, string | undefined][] = [
    [texts.chat.type, type],
    [texts.chat.area, area],
    [texts.chat.opened, dateTime(status.openedAt)],
    [texts.status.due, isOpen && status.dueAt ? day(status.dueAt) : undefined],
    [texts.status.outcome, status.outcome ? (texts.outcome[status.outcome] ?? status.outcome) : undefined],
    [texts.status.referral, status.referralNumber],
  ];
  return (
    <section className="card status-result" aria-labelledby="status-result">
      <div className="room-head">
        <h2 id="status-result">{texts.status.result(status.requestNumber)}</h2>
        <span className={`pill ${isOpen ? 'pill-warning' : 'pill-ok'}`}>
          {isOpen ? texts.status.open : texts.status.closed}
        </span>
      </div>
      <dl>
        {rows.map(([term, value]) =>
          value ? (
            <div key={term}>
              <dt>{term}</dt>
              <dd>{value}</dd>
            </div>
          ) : null,
        )}
      </dl>
    </section>
  );
}
