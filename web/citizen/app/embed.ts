import { isEmbedded } from './api';

/** The host page's launcher; it introduces itself, and only its own origin is answered. */
let host: { window: Window; origin: string } | undefined;
let unread = 0;

if (isEmbedded && window.parent !== window) {
  addEventListener('message', (event: MessageEvent<unknown>) => {
    const { data } = event;
    if (event.source !== window.parent || typeof data !== 'object' || data === null) return;
    if ((data as { type?: unknown }).type !== 'cauce:hello') return;
    host = { window: window.parent, origin: event.origin };
    tellUnread(unread);
  });
}

/** Tells the launcher how many messages wait to be read. Nothing else leaves this page. */
export function tellUnread(count: number): void {
  unread = count;
  host?.window.postMessage({ type: 'cauce:unread', count }, host.origin);
}
