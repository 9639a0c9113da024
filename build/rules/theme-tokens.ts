/** Reads the colour tokens of the page for tests, and measures contrast as WCAG 2.2 does. */
import fs from 'node:fs';
import path from 'node:path';
import { inCheckout } from '../runtime/checkout.ts';

export const TOKENS_FILE = inCheckout('src-renderer', 'ui', 'tokens.css');

export const THEMES = ['light', 'dark', 'high light', 'high dark'] as const;
export type Theme = (typeof THEMES)[number];
type Tokens = Readonly<Record<string, string>>;

/** Which blocks of tokens.css a theme is made of, the later ones over the earlier. */
const BLOCKS: Readonly<Record<Theme, readonly string[]>> = {
  light: [':root'],
  dark: [':root', "[data-mantine-color-scheme='dark']"],
  'high light': [':root', "[data-contrast='high'][data-mantine-color-scheme='light']"],
  'high dark': [':root', "[data-mantine-color-scheme='dark']", "[data-contrast='high'][data-mantine-color-scheme='dark']"],
};

export type Rule = { readonly file: string; readonly selector: string; readonly declarations: ReadonlyMap<string, string> };

/** Rules of a style sheet, those inside media and container queries too; comments are left out. */
export function rulesOf(file: string): Rule[] {
  const css = fs.readFileSync(file, 'utf8').replaceAll(/\/\*[^]*?\*\//g, '');
  return [...css.matchAll(/([^{}]+)\{([^{}]*)\}/g)].map(([, selector = '', body = '']) => ({
    file: path.basename(file),
    selector: selector.trim().replaceAll(/\s+/g, ' '),
    declarations: new Map([...body.matchAll(/([\w-]+)\s*:\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value.trim()])),
  }));
}

/** Colours by their names without the two dashes. */
export function tokensOf(theme: Theme): Tokens {
  const rules = rulesOf(TOKENS_FILE);
  const isOf = (rule: Rule, block: string): boolean => rule.selector.split(', ').includes(block);
  // What stands under a media query has the plain `:root` as well; it names system colours.
  const blocks = BLOCKS[theme].flatMap((block) => rules.filter((rule) => isOf(rule, block)));
  const entries = blocks.flatMap((rule) => [...rule.declarations]).filter(([, value]) => value.startsWith('#'));
  return Object.fromEntries(entries.map(([name, value]) => [name.replace(/^--/, ''), value]));
}

/** Style sheets of the page, the tokens left out. */
export function styleSheets(): string[] {
  const folder = inCheckout('src-renderer');
  const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('.css') && !file.endsWith('tokens.css')).map((file) => path.join(folder, file));
}

/** From 1 (the same) to 21 (black on white). */
export function contrastOf(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminanceOf(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => linear(Number.parseInt(hex.slice(at, at + 2), 16) / 255));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}
