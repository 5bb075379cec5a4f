import { useMemo, useState } from 'react';
import type { FormComponent, FormSchema } from '../../../engine/forms';
import { ApiProblem } from '../app/api';
import { useTexts } from '../app/language';
import { Page } from '../app/Layout';
import { Link, navigate, nextAddress, useAddress } from '../app/router';
import { useSession } from '../app/session';
import { SiteForm } from '../app/SiteForm';
import type { Texts } from '../texts/es';

/** Entering with e-mail and password; a second factor is asked for only where one is enrolled. */
export function SignIn() {
  const { account } = useTexts();
  const { signIn } = useSession();
  const address = useAddress();
  const [needsCode, setNeedsCode] = useState(false);
  const schema = useMemo(() => signInForm(account, needsCode), [account, needsCode]);
  return (
    <Page title={account.signInTitle} lead={account.signInLead} className="narrow">
      <div className="card">
        <SiteForm
          schema={schema}
          submitLabel={account.signIn}
          onSubmit={async ({ username, password, code }) => {
            try {
              await signIn(String(username), String(password), typeof code === 'string' ? code : undefined);
              navigate(nextAddress(address), { replace: true });
            } catch (error) {
              if (!(error instanceof ApiProblem) || error.code !== 'second_factor_required' || needsCode) throw error;
              setNeedsCode(true);
            }
          }}
        />
      </div>
      <p>
        {account.noAccount} <Link to={`/registro${address.search}`}>{account.register}</Link>
      </p>
    </Page>
  );
}

function signInForm(texts: Texts['account'], needsCode: boolean): FormSchema {
  const field = (key: string, label: string, properties: Record<string, string>): FormComponent => ({
    id: key,
    type: 'textfield',
    key,
    label,
    properties,
    validate: { required: true },
  });
  const components = [
    field('username', texts.email, { autocomplete: 'username' }),
    field('password', texts.password, { widget: 'password', autocomplete: 'current-password' }),
  ];
  if (needsCode) components.push(field('code', texts.code, { autocomplete: 'one-time-code' }));
  return { id: 'sign-in', components };
}
