import { useCallback, useEffect, useState, type ComponentType } from 'react';
import { ApiProblem } from './api';
import { useTexts } from './language';
import { Page } from './Layout';
import { Loading, ProblemNotice } from './Notice';

/** A screen that is fetched when it is first asked for, so that the first load stays small. */
export function Later<P extends object>({ load, ...props }: P & { load: () => Promise<ComponentType<P>> }) {
  const { loading } = useTexts();
  const [Screen, setScreen] = useState<ComponentType<P>>();
  const [problem, setProblem] = useState<ApiProblem>();
  const fetchScreen = useCallback(() => {
    setProblem(undefined);
    load().then(
      (screen) => setScreen(() => screen),
      () => setProblem(new ApiProblem({})),
    );
  }, [load]);
  useEffect(fetchScreen, [fetchScreen]);
  if (Screen) return <Screen {...(props as unknown as P)} />;
  return (
    <Page title={loading} className="narrow">
      {problem ? <ProblemNotice problem={problem} onRetry={fetchScreen} /> : <Loading />}
    </Page>
  );
}
