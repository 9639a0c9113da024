import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import { en, zhCn } from './catalogues.ts';
import type { TextKey } from './catalogues.ts';
import type { Language } from './languages.ts';

export type TextValues = Readonly<Record<string, string | number>>;
export type Text = (key: TextKey, values?: TextValues) => string;

/** Must end before the first render; catalogues are bundled, so it is immediate. */
export function startTexts(language: Language = 'zh-CN'): void {
  void i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'zh-CN',
    resources: { 'zh-CN': zhCn, en },
    ns: Object.keys(zhCn),
    defaultNS: 'common',
    initAsync: false,
    // React escapes what it renders; escaping here as well would show entities.
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
}

/** Shows another language; traditional Chinese is loaded when it is first asked for. */
export async function setLanguage(language: Language): Promise<void> {
  if (language === 'zh-TW' && !i18next.hasResourceBundle(language, 'common')) {
    const { zhTw } = await import('./zh-tw.ts');
    for (const [area, texts] of Object.entries(zhTw)) i18next.addResourceBundle(language, area, texts);
  }
  if (i18next.language !== language) await i18next.changeLanguage(language);
}

/** Most texts have no values and are asked for on every row: each is looked up once a language. */
const plain = new Map<TextKey, string>();
i18next.on('languageChanged', () => plain.clear());

/** The text of a key outside components; inside them use `useText`. */
export const text: Text = (key, values) => {
  if (values !== undefined) return i18next.t(key, { ...values });
  const known = plain.get(key) ?? i18next.t(key);
  plain.set(key, known);
  return known;
};

/** One function a language, so that what is remembered by it is made anew in another. */
const texts = new Map<string, Text>();

/** The same, and the component is drawn again when the language changes. */
export function useText(): Text {
  const { language } = useTranslation().i18n;
  const known = texts.get(language) ?? ((key, values) => text(key, values));
  texts.set(language, known);
  return known;
}

export function weekdayName(index: number): string {
  const names = i18next.t('common:weekdays', { returnObjects: true });
  return Array.isArray(names) ? String(names[index] ?? '') : '';
}
