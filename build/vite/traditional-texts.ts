/**
 * The catalogues in traditional characters, made from the simplified ones whenever the page is
 * built: `src-renderer/i18n/zh-tw.ts` is replaced by their conversion, so that no second set of
 * Chinese texts has to be kept by hand.
 */
import { Converter } from 'opencc-js/cn2t';
import fs from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';
import { inCheckout } from '../runtime/checkout.ts';

const SIMPLIFIED = inCheckout('src-renderer', 'i18n', 'zh-cn');
const REPLACED = inCheckout('src-renderer', 'i18n', 'zh-tw.ts');

/**
 * Words that the general conversion gets wrong in this trade: it takes codes for program code,
 * items for projects, and writes the older forms of 帳 and 台. Longer words stand first.
 */
const TRADE_WORDS: readonly (readonly [string, string])[] = [
  ['程式碼', '代碼'],
  ['型別', '類型'],
  ['專案', '項目'],
  ['文本', '文字'],
  ['天后', '天後'],
  ['本里', '本裡'],
  ['表里', '表裡'],
  [' U 盤', '隨身碟'],
  ['U 盤', '隨身碟'],
  ['坐席', '座席'],
  ['賬', '帳'],
  ['臺', '台'],
  ['“', '「'],
  ['”', '」'],
];

const convert = Converter({ from: 'cn', to: 'twp' });

/** A simplified text in traditional characters and words; values in braces stay as they are. */
export function toTraditional(simplified: string): string {
  const parts = simplified.split(/(\{\{\w+\}\})/);
  return parts.map((part, index) => (index % 2 === 1 ? part : convertWords(part))).join('');
}

function convertWords(simplified: string): string {
  return TRADE_WORDS.reduce((words, [wrong, right]) => words.replaceAll(wrong, right), convert(simplified));
}

type Texts = string | readonly Texts[] | { readonly [key: string]: Texts };

function convertTexts(texts: Texts): Texts {
  if (typeof texts === 'string') return toTraditional(texts);
  if (Array.isArray(texts)) return texts.map((inner: Texts) => convertTexts(inner));
  return Object.fromEntries(Object.entries(texts).map(([key, inner]) => [key, convertTexts(inner as Texts)]));
}

/** All namespaces, by name. */
export function traditionalCatalogue(): Record<string, Texts> {
  const files = fs.readdirSync(SIMPLIFIED).filter((file) => file.endsWith('.json'));
  return Object.fromEntries(
    files.map((file) => {
      const texts = JSON.parse(fs.readFileSync(path.join(SIMPLIFIED, file), 'utf8')) as Texts;
      return [path.basename(file, '.json'), convertTexts(texts)];
    }),
  );
}

/** Puts the converted catalogues in the place of the module that stands for them. */
export function traditionalTexts(): Plugin {
  return {
    name: 'traditional-texts',
    load(id) {
      if (path.normalize(id.split('?')[0] ?? '') !== REPLACED) return null;
      for (const file of fs.readdirSync(SIMPLIFIED)) this.addWatchFile(path.join(SIMPLIFIED, file));
      return `export const zhTw = ${JSON.stringify(traditionalCatalogue())};`;
    },
  };
}
