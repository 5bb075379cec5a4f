import { useEffect, useRef, type ReactNode, type RefObject } from 'react';
import markUrl from '../assets/mark.svg';
import { isEmbedded } from './api';
import { useLanguage, useTexts } from './language';
import { addressOf, hasNavigated, Link, navigate, useAddress } from './router';
import { useSession } from './session';

/** Header, main and footer around every screen; inside another site's page only what is needed. */
export function Layout({ children }: { children: ReactNode }) {
  const texts = useTexts();
  const { pathname } = useAddress();
  const isChat = pathname.startsWith('/chat/');
  return (
    <div className={`site${isEmbedded ? ' embedded' : ''}${isChat ? ' in-chat' : ''}`}>
      <a className="skip" href="#main">
        {texts.skip}
      </a>
      <Header />
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      {isEmbedded || isChat ? null : <Footer />}
    </div>
  );
}

function Header() {
  const texts = useTexts();
  const { person, signOut } = useSession();
  const { pathname, search } = useAddress();
  const isAccount = pathname === '/ingresar' || pathname === '/registro';
  const next = isAccount || pathname === '/' ? '' : `?siguiente=${encodeURIComponent(pathname + search)}`;
  return (
    <header className="site-header">
      <div className="bar">
        <Link to="/" className="brand">
          <img src={markUrl} alt="" width="36" height="36" />
          <span>{texts.siteName}</span>
        </Link>
        <nav aria-label={texts.navigation}>
          <Link to="/foros" className="nav-link nav-status">
            {texts.forums}
          </Link>
          <Link to="/estado" className="nav-link nav-status">
            {texts.checkStatus}
          </Link>
          {person ? (
            <>
              <span className="who" title={person.name}>
                {person.name}
              </span>
              <button type="button" className="nav-link" onClick={() => void signOut().then(() => navigate('/'))}>
                {texts.signOut}
              </button>
            </>
          ) : (
            <Link to={`/ingresar${next}`} className="nav-link nav-sign-in">
              {texts.signIn}
            </Link>
          )}
        </nav>
      </div>
    </header>
  );
}

function Footer() {
  const { code, texts } = useLanguage();
  const { pathname } = useAddress();
  const other = code === 'es' ? 'en' : 'es';
  return (
    <footer className="site-footer">
      <div className="bar">
        <p>{texts.footer}</p>
        <a href={addressOf(`${pathname}?lang=${other}`)} lang={other} hrefLang={other}>
          {texts.otherLanguage}
        </a>
      </div>
    </footer>
  );
}

/** Names the tab; gives the heading, which takes the focus when the visitor came from another screen of the site. */
export function useScreen(title: string): RefObject<HTMLHeadingElement | null> {
  const { siteName } = useTexts();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${siteName}`;
  }, [title, siteName]);
  useEffect(() => {
    if (hasNavigated()) heading.current?.focus();
    scrollTo(0, 0);
  }, []);
  return heading;
}

/** A screen with its heading. */
export function Page(props: { title: string; lead?: ReactNode; className?: string; children: ReactNode }) {
  const heading = useScreen(props.title);
  return (
    <div className={`page ${props.className ?? ''}`}>
      <h1 ref={heading} tabIndex={-1}>
        {props.title}
      </h1>
      {props.lead ? <p className="lead">{props.lead}</p> : null}
      {props.children}
    </div>
  );
}
