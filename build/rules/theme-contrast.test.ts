import { describe, expect, it } from 'vitest';
import { THEMES, TOKENS_FILE, contrastOf, rulesOf, styleSheets, tokensOf } from './theme-tokens.ts';
import type { Theme } from './theme-tokens.ts';

const SURFACES = ['bg-0', 'bg-1', 'bg-2', 'bg-hover', 'bg-cursor', 'bg-selected'];
const STATES = ['ok', 'soon', 'over', 'pause', 'watch', 'done'];
const TEXTS = ['tx-1', 'tx-2', 'tx-3', 'brand-tx', ...STATES.map((state) => `${state}-tx`)];

/** Every text on every surface that it may lie on. */
const TEXT_PAIRS = [
  ...TEXTS.flatMap((text) => SURFACES.map((surface) => [text, surface])),
  ...STATES.map((state) => [`${state}-tx`, `${state}-tint`]),
  ...STATES.flatMap((state) => ['tx-1', 'tx-2'].map((text) => [text, `${state}-tint`])),
  ...['tx-1', 'tx-2', 'brand-tx'].flatMap((text) => ['brand-tint', 'bg-3'].map((surface) => [text, surface])),
  ...['brand', 'brand-hover', 'brand-press'].map((surface) => ['on-brand', surface]),
  ...[0, 1, 2, 3, 4].map((step) => ['tx-1', `heat-${step}`]),
] as [string, string][];

/** What is no text and must be seen: borders of controls, the focus, bars and dots of states. */
const SHAPE_PAIRS = [
  ...['bg-0', 'bg-1', 'bg-2'].map((surface) => ['line-3', surface]),
  ...[...SURFACES, 'bg-3', 'brand-tint'].map((surface) => ['focus', surface]),
  ...['brand', ...STATES.map((state) => `${state}-solid`)].flatMap((shape) => ['bg-0', 'bg-1', 'bg-2'].map((surface) => [shape, surface])),
  ['brand', 'bg-cursor'],
] as [string, string][];

function tooWeak(theme: Theme, pairs: readonly [string, string][], least: number): string[] {
  const tokens = tokensOf(theme);
  return pairs.flatMap(([one, other]) => {
    const ratio = contrastOf(tokens[one] ?? '', tokens[other] ?? '');
    return ratio >= least ? [] : [`${one} on ${other}: ${ratio.toFixed(2)}`];
  });
}

/** Rules of the style sheets that set a text's colour and the surface below it together. */
function pairsOfSheets(): [string, string][] {
  const token = (value: string | undefined): string | undefined => /^var\(--([\w-]+)\)$/.exec(value ?? '')?.[1];
  return styleSheets()
    .flatMap(rulesOf)
    .flatMap(({ selector, declarations }) => {
      const text = token(declarations.get('color'));
      const surface = token(declarations.get('background') ?? declarations.get('background-color'));
      // A disabled control is exempt (WCAG 1.4.3), and tells what it lacks beside it.
      const isExempt = text === undefined || surface === undefined || /disabled/.test(selector) || text === 'tx-disabled';
      return isExempt ? [] : [[text, surface] as [string, string]];
    });
}

describe('contrastOf', () => {
  it('measures as WCAG does', () => {
    expect(contrastOf('#000000', '#ffffff')).toBe(21);
    expect(contrastOf('#ffffff', '#777777')).toBeCloseTo(4.48, 2);
  });
});

describe.each(THEMES)('theme %s', (theme) => {
  it('has text that can be read on every surface', () => {
    expect(tooWeak(theme, TEXT_PAIRS, theme.startsWith('high') ? 7 : 4.5)).toEqual([]);
  });

  it('has text that can be read wherever a style sheet puts it', () => {
    expect(pairsOfSheets().length).toBeGreaterThan(20);
    expect(tooWeak(theme, pairsOfSheets(), 4.5)).toEqual([]);
  });

  it('shows controls, the focus and the states', () => {
    expect(tooWeak(theme, SHAPE_PAIRS, 3)).toEqual([]);
  });

  it('names every token that the light theme names', () => {
    const isColour = (name: string) => /^(bg|tx|line|brand|on-brand|focus|ok|soon|over|pause|watch|done|heat|ch)\b/.test(name);
    const missing = Object.keys(tokensOf('light')).filter((name) => isColour(name) && tokensOf(theme)[name] === undefined);
    expect(missing).toEqual([]);
    if (theme === 'dark') {
      const light = tokensOf('light');
      const dark = tokensOf('dark');
      const twins = Object.keys(light).filter((name) => STATES.some((state) => name.startsWith(`${state}-`)));
      expect(twins.filter((name) => light[name] === dark[name])).toEqual([]);
    }
  });
});

describe('style sheets', () => {
  it('take every colour from the tokens', () => {
    const raw = styleSheets()
      .flatMap(rulesOf)
      .flatMap(({ file, selector, declarations }) =>
        [...declarations].flatMap(([name, value]) =>
          /#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch|lab)\(|\b(?:white|black|red|green|blue|gray|grey|orange)\b/i.test(value)
            ? [`${file} ${selector} ${name}: ${value}`]
            : [],
        ),
      );
    expect(raw).toEqual([]);
  });

  it('use no token that does not exist', () => {
    const known = new Set(rulesOf(TOKENS_FILE).flatMap((rule) => [...rule.declarations.keys()]));
    const own = new Set(
      styleSheets()
        .flatMap(rulesOf)
        .flatMap((rule) => [...rule.declarations.keys()]),
    );
    const used = styleSheets()
      .flatMap(rulesOf)
      .flatMap(({ file, declarations }) =>
        [...declarations.values()].flatMap((value) => [...value.matchAll(/var\((--[\w-]+)/g)].map((match) => `${file} ${match[1] ?? ''}`)),
      );
    const isKnown = (use: string) => {
      const name = use.split(' ')[1] ?? '';
      return known.has(name) || own.has(name) || name.startsWith('--mantine-');
    };
    expect(used.filter((use) => !isKnown(use))).toEqual([]);
  });
});
