import { look } from './look';

/** What the two windows say to each other. The chat sends `unread`; the launcher only introduces itself. */
interface Unread {
  type: 'cauce:unread';
  count: number;
}

/** Known only while the script runs for the first time. */
const scriptAddress = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : location.href;

const WORDS = {
  es: { open: 'Chat de atención', close: 'Cerrar el chat', unread: (n: number) => `${n} sin leer` },
  en: { open: 'Customer service chat', close: 'Close the chat', unread: (n: number) => `${n} unread` },
};

/**
 * `<cauce-chat>`: a button that opens the chat in a frame. For any page of the entity:
 * `<script defer src="https://chat.example/widget/cauce-chat.js"></script><cauce-chat></cauce-chat>` (a classic script: a
 * module would need CORS).
 * Attributes: `base` (where the chat is served; default: where this script came from), `room` (goes straight into that
 * room), `label` (the button's text), `lang` (`es`, `en`).
 * The frame keeps what a citizen writes out of the host page's reach, and the host's styles out of the chat.
 */
export class CauceChat extends HTMLElement {
  private readonly button = document.createElement('button');
  private frame: HTMLIFrameElement | undefined;
  private isOpen = false;
  private unread = 0;

  connectedCallback(): void {
    if (!this.shadowRoot) this.build();
    addEventListener('message', this.receive);
  }

  disconnectedCallback(): void {
    removeEventListener('message', this.receive);
  }

  private build(): void {
    const root = this.attachShadow({ mode: 'open' });
    // A style sheet object rather than a tag: the host's content policy need not allow styles.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(look);
    root.adoptedStyleSheets = [sheet];
    this.button.type = 'button';
    this.button.addEventListener('click', () => this.toggle(!this.isOpen));
    root.addEventListener('keydown', (event) => {
      if ((event as KeyboardEvent).key === 'Escape') this.toggle(false);
    });
    root.append(this.button);
    this.show();
  }

  private get words(): (typeof WORDS)['es'] {
    return this.lang.startsWith('en') ? WORDS.en : WORDS.es;
  }

  private get base(): URL {
    return new URL(this.getAttribute('base') ?? scriptAddress, location.href);
  }

  private toggle(open: boolean): void {
    this.isOpen = open;
    this.frame ??= this.makeFrame();
    this.show();
    if (open) this.frame.focus();
    else this.button.focus();
  }

  private makeFrame(): HTMLIFrameElement {
    const room = this.getAttribute('room');
    const address = new URL(room ? `/sala/${encodeURIComponent(room)}` : '/', this.base);
    address.searchParams.set('embed', '1');
    if (this.lang) address.searchParams.set('lang', this.lang);
    const frame = document.createElement('iframe');
    frame.title = this.label;
    frame.src = address.href;
    frame.allow = 'clipboard-write';
    frame.addEventListener('load', () => frame.contentWindow?.postMessage({ type: 'cauce:hello' }, this.base.origin));
    this.shadowRoot?.prepend(frame);
    return frame;
  }

  private get label(): string {
    return this.getAttribute('label') ?? this.words.open;
  }

  private show(): void {
    this.toggleAttribute('open', this.isOpen);
    this.button.setAttribute('aria-expanded', String(this.isOpen));
    const news = this.unread > 0 && !this.isOpen ? ` (${this.words.unread(this.unread)})` : '';
    this.button.textContent = this.isOpen ? this.words.close : this.label + news;
  }

  private readonly receive = (event: MessageEvent<unknown>): void => {
    if (event.origin !== this.base.origin || event.source !== this.frame?.contentWindow) return;
    if (!isUnread(event.data)) return;
    this.unread = event.data.count;
    this.show();
  };
}

function isUnread(data: unknown): data is Unread {
  if (typeof data !== 'object' || data === null) return false;
  const { type, count } = data as Partial<Unread>;
  return type === 'cauce:unread' && typeof count === 'number';
}

if (!customElements.get('cauce-chat')) customElements.define('cauce-chat', CauceChat);
