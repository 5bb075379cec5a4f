import { useState } from 'react';
import { useTexts } from './language';

/** The number of a request, large enough to be noted down, with a button that copies it. */
export function RequestNumber({ number }: { number: string }) {
  const { chat } = useTexts();
  const [isCopied, setIsCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(number);
    setIsCopied(true);
  };
  return (
    <p className="request-number">
      <span className="request-number-label">{chat.number}</span>
      <strong>{number}</strong>
      <button type="button" className="button button-small" onClick={() => void copy()}>
        <span aria-live="polite">{isCopied ? chat.copied : chat.copy}</span>
      </button>
    </p>
  );
}
