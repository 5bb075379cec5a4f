import { useEffect, useState, type ComponentType } from 'react';
import { useTexts } from './language';
import { Page } from './Layout';
import { Loading } from './Notice';

/** A screen that is fetched when it is first asked for, so that the first load stays small. */
export function Later<P extends object>({ load, ...props }: P & { load: () => Promise<ComponentType<P>> }) {
  const { loading } = useTexts();
  const [Screen, setScreen] = useState<ComponentType<P>>();
  useEffect(() => {
    void load().then((screen) => setScreen(() => screen));
  }, [load]);
  if (Screen) return <Screen {...(props as unknown as P)} />;
  return (
    <Page title={loading} className="narrow">
      <Loading />
    </Page>
  );
}
