/**
 * Which keys a person may put a command on. Keys are physical ones, as `KeyA`, `Ctrl+Enter` or, one
 * stroke after the other, `KeyG KeyQ`; modifiers stand in the order Ctrl, Alt, Shift.
 */
export const KEY_REFUSALS = ['shape', 'input-method', 'system', 'text-editing', 'navigation'] as const;
/** Why not: not a key, or whose it is. */
export type KeyRefusal = (typeof KEY_REFUSALS)[number];

export const SINGLE_KEY_MODES = ['on', 'off', 'alt'] as const;
/** Keys of one character alone: they act, they rest, or they act together with Alt. */
export type SingleKeyMode = (typeof SINGLE_KEY_MODES)[number];

const NAMED = [
  'Minus|Equal|Slash|Period|Comma|Semicolon|Quote|Backquote|Backslash|BracketLeft|BracketRight',
  'Enter|Space|Escape|Tab|Backspace|Delete|Insert|Home|End|PageUp|PageDown',
  'ArrowUp|ArrowDown|ArrowLeft|ArrowRight|NumpadAdd|NumpadMultiply|NumpadDivide',
].join('|');
const STROKE = new RegExp(`^(Ctrl\\+)?(Alt\\+)?(Shift\\+)?(Key[A-Z]|Digit\\d|F([1-9]|1[0-2])|${NAMED})$`);
const CHARACTER =
  /^(Shift\+)?(Key[A-Z]|Digit\d|Minus|Equal|Slash|Period|Comma|Semicolon|Quote|Backquote|Backslash|BracketLeft|BracketRight|Numpad\w+)$/;

/** Switches of input method and keyboard layout on Windows, Kylin and UOS. */
const INPUT_METHOD = [/^Ctrl\+Space$/, /^Shift\+Space$/, /^Ctrl\+Shift\+/, /^Alt\+Shift\+/, /^Ctrl\+Alt\+/, /^Ctrl\+Period$/];
const SYSTEM = [/^Alt\+(Tab|F4|Space|Escape|Enter|Delete)$/, /^Ctrl\+(Escape|Tab)$/, /^F10$/, /^Shift\+F10$/, /^Ctrl\+Alt\+Delete$/];
/** What every field does, so that a shortcut would take it from the text. */
const TEXT_EDITING = [/^Ctrl\+Key[ACVXYZ]$/, /^Ctrl\+(Backspace|Delete|Home|End|Arrow\w+)$/, /^(Shift\+)?(Backspace|Delete|Insert)$/];
/** Keys that move, press or leave what has the focus. */
const NAVIGATION = [/^(Shift\+)?(Enter|Space|Escape|Tab|Home|End|PageUp|PageDown|Arrow\w+)$/];

const RULES: readonly (readonly [KeyRefusal, readonly RegExp[]])[] = [
  ['input-method', INPUT_METHOD],
  ['system', SYSTEM],
  ['text-editing', TEXT_EDITING],
  ['navigation', NAVIGATION],
];

/** Why a command cannot be put on these keys, or null when it can. */
export function keyRefusal(keys: string): KeyRefusal | null {
  const strokes = keys.split(' ');
  if (strokes.length > 2) return 'shape';
  for (const stroke of strokes) {
    if (!STROKE.test(stroke)) return 'shape';
    const rule = RULES.find(([, patterns]) => patterns.some((pattern) => pattern.test(stroke)));
    if (rule) return rule[0];
  }
  return null;
}

/** True of one letter, digit or sign without Ctrl or Alt: what speech input or an elbow types too. */
export function isCharacterKey(stroke: string): boolean {
  return CHARACTER.test(stroke);
}

/**
 * The keys as they act in a mode: a single key rests (null) or takes Alt. Alt with Shift switches
 * layouts, so what needs Shift rests in both.
 */
export function keysInMode(keys: string, mode: SingleKeyMode): string | null {
  if (mode === 'on') return keys;
  const strokes = keys.split(' ');
  if (!isCharacterKey(strokes[0] ?? '')) return keys;
  if (mode === 'off' || strokes.some((stroke) => stroke.startsWith('Shift+'))) return null;
  return strokes.map((stroke) => (isCharacterKey(stroke) ? `Alt+${stroke}` : stroke)).join(' ');
}

/** True when both would answer the same stroke: the same keys, or one begins the other. */
export function keysCollide(one: string, other: string): boolean {
  return one === other || one.startsWith(`${other} `) || other.startsWith(`${one} `);
}
