/** What of a KeyboardEvent the matching needs; physical keys only, so no input method can take part. */
export type KeyStroke = {
  code: string;
  ctrlKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
  metaKey: boolean;
};

/** Numpad twins of the printed digits and signs. */
const TWINS: Readonly<Record<string, string>> = { NumpadEnter: 'Enter', NumpadSubtract: 'Minus', NumpadDecimal: 'Period' };

function canonical(code: string): string {
  return TWINS[code] ?? code.replace(/^Numpad(\d)$/, 'Digit$1');
}

/** `Ctrl+Shift+KeyA` of a stroke: modifiers in fixed order, then the physical key. */
export function strokeName(stroke: KeyStroke): string {
  const parts = [stroke.ctrlKey || stroke.metaKey ? 'Ctrl' : '', stroke.altKey ? 'Alt' : '', stroke.shiftKey ? 'Shift' : ''];
  return [...parts.filter((part) => part !== ''), canonical(stroke.code)].join('+');
}

/** A modifier going down says nothing yet. */
export function isModifierAlone(code: string): boolean {
  return /^(Control|Shift|Alt|Meta|OS)(Left|Right)?$|^CapsLock$/.test(code);
}

/** Single keys must not act while text is typed; chords with Ctrl and function keys may. */
export function isSingleKey(keys: string): boolean {
  return !keys.startsWith('Ctrl+') && !keys.startsWith('Alt+') && !/^(Shift\+)?F\d{1,2}$/.test(keys);
}
