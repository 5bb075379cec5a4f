import { useEffect, useState } from 'react';
import type { FormSchema } from '../../../engine/forms';
import type { SurveyView } from '../../../protocol/product';
import { ApiProblem, callApi } from '../app/api';
import { useTexts } from '../app/language';
import { Notice } from '../app/Notice';
import { callUnlessMissing, SiteForm } from '../app/SiteForm';

const TRIES = 6;
const EVERY_MS = 2_000;

/** The survey opens a moment after the conversation has closed; where there is none, nothing is shown. */
export function Survey({ conversationId }: { conversationId: string }) {
  const { survey: texts } = useTexts();
  const path = `/api/conversations/${encodeURIComponent(conversationId)}/survey`;
  const [survey, setSurvey] = useState<SurveyView>();
  useEffect(() => {
    let isGone = false;
    const ask = async (attempt: number): Promise<void> => {
      const found = await callUnlessMissing<SurveyView>(path).catch((error: unknown) => {
        if (!(error instanceof ApiProblem)) throw error;
        return undefined;
      });
      if (isGone) return;
      if (found) setSurvey(found);
      else if (attempt < TRIES) setTimeout(() => void ask(attempt + 1), EVERY_MS);
    };
    void ask(1);
    return () => {
      isGone = true;
    };
  }, [path]);
  if (!survey) return null;
  if (survey.submitted) {
    return (
      <Notice kind="ok" isLive>
        {texts.thanks}
      </Notice>
    );
  }
  return (
    <section className="card survey" aria-labelledby="survey-title">
      <h2 id="survey-title">{texts.title}</h2>
      <SiteForm
        schema={survey.form as FormSchema}
        submitLabel={texts.send}
        onSubmit={async ({ score, resolved, comment }) => {
          const said = typeof comment === 'string' && comment.trim() !== '' ? { comment } : {};
          await callApi(path, { method: 'POST', body: { score: Number(score), resolved, ...said } });
          setSurvey({ ...survey, submitted: true });
        }}
      />
    </section>
  );
}
