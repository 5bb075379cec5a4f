import { useRef } from 'react';

/** One key for one intention: the same data sent again is the same request. */
export function useIdempotencyKey(): (data: object) => string {
  const held = useRef({ data: '', key: '' });
  return (data) => {
    const text = JSON.stringify(data);
    if (held.current.data !== text) held.current = { data: text, key: crypto.randomUUID() };
    return held.current.key;
  };
}
