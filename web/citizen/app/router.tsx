import { useEffect, useState, type ReactNode } from 'react';

/** Parameters that stay with the visitor wherever he goes. */
const LASTING = ['embed', 'lang'];

/** An address of this site with the lasting parameters of the present one. */
export function addressOf(path: string): string {
  const url = new URL(path, location.origin);
  const now = new URLSearchParams(location.search);
  for (const name of LASTING) {
    const value = now.get(name);
    if (value !== null && !url.searchParams.has(name)) url.searchParams.set(name, value);
  }
  return url.pathname + url.search;
}

const CHANGED = 'cauce:address';
let navigations = 0;

/** Has the visitor gone from one screen to another since the page was loaded? */
export const hasNavigated = (): boolean => navigations > 0;

/** Goes to an address of this site. */
export function navigate(path: string, options: { replace?: boolean } = {}): void {
  const address = addressOf(path);
  navigations++;
  if (options.replace) history.replaceState(null, '', address);
  else history.pushState(null, '', address);
  dispatchEvent(new Event(CHANGED));
}

/** The present address; follows every change. */
export function useAddress(): URL {
  const [href, setHref] = useState(location.href);
  useEffect(() => {
    const follow = (): void => setHref(location.href);
    addEventListener('popstate', follow);
    addEventListener(CHANGED, follow);
    return () => {
      removeEventListener('popstate', follow);
      removeEventListener(CHANGED, follow);
    };
  }, []);
  return new URL(href);
}

/** A link within this site; `label` says more than its text where several have the same (and begins with it). */
export function Link(props: { to: string; className?: string; label?: string; children: ReactNode }) {
  const { to, className, label, children } = props;
  return (
    <a
      href={addressOf(to)}
      className={className}
      aria-label={label}
      onClick={(event) => {
        if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        navigate(to);
      }}
    >
      {children}
    </a>
  );
}

/** Where to go after signing in: only an address of this site is taken. */
export function nextAddress(url: URL): string {
  const next = url.searchParams.get('siguiente') ?? '/';
  return /^\/(?![/\\])/.test(next) ? next : '/';
}
