import { text } from './text.ts';

const NAMED = ['Enter', 'Space', 'Escape', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'PageUp', 'PageDown', 'Home', 'End'] as const;
const SIGNS: Readonly<Record<string, string>> = {
  Minus: '-',
  Equal: '=',
  Slash: '/',
  Period: '.',
  Comma: ',',
  Semicolon: ';',
  NumpadAdd: '+',
  BracketLeft: '[',
  BracketRight: ']',
};

/** A key as it is printed on the keyboard: `Ctrl+Enter` → 「Ctrl 回车」, `KeyA` → `A`. */
export function keyLabel(keys: string): string {
  return keys.split('+').map(partLabel).join(' ');
}

function partLabel(part: string): string {
  const named = NAMED.find((name) => name === part);
  if (named) return text(`common:keys.${named}`);
  return SIGNS[part] ?? part.replace(/^(Key|Digit)/, '');
}
