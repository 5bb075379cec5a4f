import { createContext, useContext } from 'react';
import { spanish, type Texts } from '../texts/es';

/** The texts of one language and how it writes dates; times are always Bogotá's. */
export interface Language {
  code: 'es' | 'en';
  texts: Texts;
  time: (at: string) => string;
  day: (at: string) => string;
  dateTime: (at: string) => string;
}

function makeLanguage(code: Language['code'], texts: Texts): Language {
  const locale = code === 'es' ? 'es-CO' : 'en-GB';
  const format = (options: Intl.DateTimeFormatOptions): ((at: string) => string) => {
    const formatter = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'America/Bogota' });
    return (at) => formatter.format(new Date(at));
  };
  return {
    code,
    texts,
    time: format({ hour: 'numeric', minute: '2-digit' }),
    day: format({ weekday: 'long', day: 'numeric', month: 'long' }),
    dateTime: format({ dateStyle: 'long', timeStyle: 'short' }),
  };
}

/** `?lang=` decides, then the browser; Spanish is always at hand, English is fetched when wanted. */
export async function chooseLanguage(): Promise<Language> {
  const asked = new URLSearchParams(location.search).get('lang') ?? navigator.language;
  if (!asked.startsWith('en')) return makeLanguage('es', spanish);
  document.documentElement.lang = 'en';
  const { english } = await import('../texts/en');
  return makeLanguage('en', english);
}

const Context = createContext<Language>(makeLanguage('es', spanish));
export const LanguageProvider = Context.Provider;
export const useLanguage = (): Language => useContext(Context);
export const useTexts = (): Texts => useContext(Context).texts;

/** What the reader calls a thing that may have an English name beside its own. */
export function useNameOf(): (thing: { name: string; nameEn?: string | undefined }) => string {
  const { code } = useContext(Context);
  return ({ name, nameEn }) => (code === 'en' && nameEn ? nameEn : name);
}
