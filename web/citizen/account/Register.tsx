import { useState } from 'react';
import { ApiProblem, callApi } from '../app/api';
import { useTexts } from '../app/language';
import { Page } from '../app/Layout';
import { Notice } from '../app/Notice';
import { Link, navigate, nextAddress, useAddress } from '../app/router';
import { useSession } from '../app/session';
import { SiteForm } from '../app/SiteForm';

/** a citizen registers with consent, and is then signed in. */
export function Register() {
  const { account } = useTexts();
  const { signIn } = useSession();
  const address = useAddress();
  const [isKnown, setIsKnown] = useState(false);
  const toSignIn = <Link to={`/ingresar${address.search}`}>{account.toSignIn}</Link>;
  return (
    <Page title={account.registerTitle} lead={account.registerLead} className="narrow">
      {isKnown ? (
        <Notice kind="warning" isLive>
          <p>
            {account.already} {toSignIn}
          </p>
        </Notice>
      ) : null}
      <div className="card">
        <SiteForm
          formId="registration"
          submitLabel={account.create}
          onSubmit={async (data) => {
            setIsKnown(false);
            try {
              await callApi('/api/citizens', { method: 'POST', body: data, idempotencyKey: crypto.randomUUID() });
            } catch (error) {
              if (!(error instanceof ApiProblem) || error.code !== 'already_registered') throw error;
              setIsKnown(true);
              scrollTo(0, 0);
              return;
            }
            await signIn(String(data.email), String(data.password));
            navigate(nextAddress(address), { replace: true });
          }}
        />
      </div>
      <p>
        {account.hasAccount} {toSignIn}
      </p>
    </Page>
  );
}
