import { useRef, useState } from 'react';
import { ApiProblem } from '../app/api';
import { useTexts } from '../app/language';
import { ProblemNotice } from '../app/Notice';
import type { Chat } from './chat';

/** Ending the chat, after a second thought. */
export function Finish({ chat }: { chat: Chat }) {
  const { chat: texts } = useTexts();
  const dialog = useRef<HTMLDialogElement>(null);
  const [problem, setProblem] = useState<ApiProblem>();
  const finish = async (): Promise<void> => {
    try {
      await chat.finish();
      dialog.current?.close();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error);
    }
  };
  return (
    <>
      <button type="button" className="button button-quiet button-small" onClick={() => dialog.current?.showModal()}>
        {texts.finish}
      </button>
      <dialog ref={dialog} aria-labelledby="finish-title">
        <h2 id="finish-title">{texts.finishTitle}</h2>
        <p>{texts.finishText}</p>
        {problem ? <ProblemNotice problem={problem} /> : null}
        <div className="choices">
          <button type="button" className="button" onClick={() => void finish()}>
            {texts.finish}
          </button>
          <button type="button" className="button button-quiet" onClick={() => dialog.current?.close()}>
            {texts.stay}
          </button>
        </div>
      </dialog>
    </>
  );
}
