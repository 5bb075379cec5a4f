import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { TextLanguage } from '../../../engine/forms';
import { en } from './en';
import { es } from './es';

const STORAGE_KEY = 'cauce.language';

/** Spanish first; English when the person chose it. */
void i18next.use(initReactI18next).init({
  resources: { es: { translation: es }, en: { translation: en } },
  lng: localStorage.getItem(STORAGE_KEY) ?? 'es',
  fallbackLng: 'es',
  interpolation: { escapeValue: false },
  returnNull: false,
});

/** The language that the person chose, for the texts of definitions. */
export const textLanguage = (): TextLanguage => (i18next.language === 'en' ? 'en' : 'es');

i18next.on('languageChanged', (language) => {
  localStorage.setItem(STORAGE_KEY, language);
  document.documentElement.lang = language === 'es' ? 'es-CO' : language;
});
