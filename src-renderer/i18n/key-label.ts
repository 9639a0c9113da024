import { text } from './text.ts';

const NAMED = ['Enter', 'Space', 'Escape', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'PageUp', 'PageDown', 'Home', 'End'] as const;
const SIGNS: Readonly<Record<string, string>> = {
  Minus: '-',
  Equal: '=',
  Slash: '/',
  Period: '.',
  Comma: ',',
  Semicolon: ';',
  Quote: "'",
  Backquote: '`',
  Backslash: '\\',
  NumpadAdd: '+',
  NumpadMultiply: '*',
  NumpadDivide: '/',
  BracketLeft: '[',
  BracketRight: ']',
};

/** Keys as they are printed on the keyboard: `Ctrl+Enter` → 「Ctrl 回车」, `KeyG KeyQ` → `G Q`. */
export function keyLabel(keys: string): string {
  return keys.split(/[+ ]/).map(partLabel).join(' ');
}

/** The same, one label for each stroke. */
export function strokeLabels(keys: string): readonly string[] {
  return keys.split(' ').map(keyLabel);
}

function partLabel(part: string): string {
  const named = NAMED.find((name) => name === part);
  if (named) return text(`common:keys.${named}`);
  return SIGNS[part] ?? part.replace(/^(Key|Digit)/, '');
}
