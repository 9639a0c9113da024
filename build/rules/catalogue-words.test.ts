/** What the catalogues of the page must not have: words of the other language, texts that nothing shows. */
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { inCheckout } from '../runtime/checkout.ts';

const CATALOGUES = inCheckout('src-renderer', 'i18n');
type Entry = { readonly key: string; readonly words: string };

function entriesOf(language: string): Entry[] {
  const folder = path.join(CATALOGUES, language);
  return fs.readdirSync(folder).flatMap((file) => {
    const catalogue = JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8')) as object;
    return leaves(catalogue, '').map(({ key, words }) => ({ key: `${path.basename(file, '.json')}:${key}`, words }));
  });
}

function leaves(value: unknown, key: string): Entry[] {
  if (typeof value === 'string') return [{ key, words: value }];
  return Object.entries(value as object).flatMap(([name, inner]) => leaves(inner, key === '' ? name : `${key}.${name}`));
}

/** Names that are written alike in both languages: programs, formats, units, keys. */
const NAMES =
  /\b(?:Excel|WPS|JSON|json|xlsx?|xlsm|csv|tsv|xml|XML|html|HTML|PDF|pdf|UTF-8|GBK|PIN|VIP|AB|T|GB|MB|KB|Esc|PgUp|PgDn|Home|End|Ctrl|Shift|Alt|Tab|Delete|Backspace|Windows|Linux|SQLCipher|SLA|EMS|ID|IME|U|https?)\b/g;
const plain = (words: string) => words.replaceAll(/\{\{\w+\}\}/g, '').replaceAll(NAMES, '');

/** Source of the page and of everything that its keys are named in. */
function sources(): string {
  const files = ['src-renderer', 'src-shared'].flatMap((root) =>
    fs.readdirSync(inCheckout(root), { recursive: true, encoding: 'utf8' }).map((file) => inCheckout(root, file)),
  );
  const isSource = (file: string) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file);
  return files
    .filter(isSource)
    .map((file) => fs.readFileSync(file, 'utf8'))
    .join('\n');
}

/** Patterns of the keys that sources name: a value put into a key stands for any text. */
function namedKeys(source: string): RegExp[] {
  const named = source.matchAll(/(['"`])([a-z]+:(?:[\w.-]|\$\{(?:[^{}]|\{[^{}]*\})*\})+)\1/gi);
  const patterns = new Set([...named].map((match) => match[2] ?? ''));
  return [...patterns].map((key) => {
    const parts = key.split(/\$\{(?:[^{}]|\{[^{}]*\})*\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
    return new RegExp(`^${parts.join('.+')}$`);
  });
}

/** Whole groups that are taken as an object. */
function namedGroups(source: string): string[] {
  return [...source.matchAll(/\bzhCn\.([a-zA-Z]+)(?:\.([a-zA-Z]+))?/g)].map(([, area = '', group]) => `${area}:${group ?? ''}`);
}

describe('catalogues', () => {
  it('have no English in Chinese texts', () => {
    expect(entriesOf('zh-cn').filter(({ words }) => /[A-Za-z]{2,}/.test(plain(words)))).toEqual([]);
  });

  it('have no Chinese in English texts', () => {
    // Words that the palette finds commands by are set apart as in Chinese, and never shown.
    const shown = entriesOf('en').filter(({ key }) => !key.startsWith('keys:keywords.'));
    // Folders and files on disk keep their Chinese names, which stand in quotes.
    const unquoted = (words: string) => words.replaceAll(/“[^”]*”/g, '');
    expect(shown.filter(({ words }) => /[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]/.test(unquoted(words)))).toEqual([]);
  });

  it('have Chinese punctuation in Chinese sentences', () => {
    const half = /[\u4e00-\u9fff][,;:!?]|[\u4e00-\u9fff]\.(?!\w)|[,;!?][\u4e00-\u9fff]|[\u4e00-\u9fff]\(|\)[\u4e00-\u9fff]/;
    expect(entriesOf('zh-cn').filter(({ words }) => half.test(plain(words)))).toEqual([]);
  });

  it('have the same keys in both languages', () => {
    const keysOf = (language: string) => entriesOf(language).map(({ key }) => key);
    expect(keysOf('en').sort()).toEqual(keysOf('zh-cn').sort());
  });

  it('have no text that nothing shows', () => {
    const source = sources();
    const patterns = namedKeys(source);
    const groups = namedGroups(source);
    const isUsed = ({ key }: Entry) =>
      patterns.some((pattern) => pattern.test(key) || pattern.test(key.replace(/\.\d+$/, ''))) ||
      groups.some((group) => key.startsWith(group));
    expect(
      entriesOf('zh-cn')
        .filter((entry) => !isUsed(entry))
        .map(({ key }) => key),
    ).toEqual([]);
  });

  it('have every text that sources name', () => {
    const keys = entriesOf('zh-cn').map(({ key }) => key);
    const areas = new Set(keys.map((key) => key.split(':')[0]));
    const missing = namedKeys(sources()).filter((pattern) => {
      const area = /^\^([a-z]+):/i.exec(pattern.source)?.[1];
      return areas.has(area) && !keys.some((key) => pattern.test(key) || pattern.test(key.replace(/\.\d+$/, '')));
    });
    expect(missing.map((pattern) => pattern.source)).toEqual([]);
  });
});
