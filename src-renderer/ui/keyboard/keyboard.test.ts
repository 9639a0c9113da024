import { describe, expect, it } from 'vitest';
import { commandFor } from './commands.ts';
import type { Command } from './commands.ts';
import { isSingleKey, strokeName } from './key-match.ts';

const stroke = (code: string, held: { ctrl?: boolean; shift?: boolean; alt?: boolean } = {}) => ({
  code,
  ctrlKey: held.ctrl ?? false,
  shiftKey: held.shift ?? false,
  altKey: held.alt ?? false,
  metaKey: false,
});
const command = (id: string, keys: readonly string[], more: Partial<Command> = {}): Command => ({
  id,
  title: id,
  group: 'g',
  keys,
  run: () => undefined,
  ...more,
});

describe('strokes', () => {
  it.each([
    [stroke('KeyA'), 'KeyA'],
    [stroke('KeyA', { ctrl: true }), 'Ctrl+KeyA'],
    [stroke('ArrowDown', { shift: true }), 'Shift+ArrowDown'],
    [stroke('Numpad3'), 'Digit3'],
    [stroke('NumpadSubtract'), 'Minus'],
    [stroke('NumpadEnter', { ctrl: true }), 'Ctrl+Enter'],
  ])('%o is %s', (given, name) => expect(strokeName(given)).toBe(name));

  it('tells single keys from chords', () => {
    expect(['KeyA', 'Digit1', 'Shift+KeyA', 'Space'].every(isSingleKey)).toBe(true);
    expect(['Ctrl+Enter', 'Alt+KeyA', 'F1'].some(isSingleKey)).toBe(false);
  });
});

describe('commands', () => {
  const commands = [
    command('claim', ['KeyA']),
    command('submit', ['Ctrl+Enter']),
    command('off', ['KeyB'], { when: () => false }),
    command('move', ['KeyJ'], { dispatch: false }),
  ];

  it('answers the command of a key', () => expect(commandFor(commands, stroke('KeyA'), false)?.id).toBe('claim'));
  it('keeps single keys out of typing', () => expect(commandFor(commands, stroke('KeyA'), true)).toBeUndefined());
  it('lets chords act while typing', () => expect(commandFor(commands, stroke('Enter', { ctrl: true }), true)?.id).toBe('submit'));
  it('skips what is not possible now', () => expect(commandFor(commands, stroke('KeyB'), false)).toBeUndefined());
  it('leaves keys that a widget handles itself', () => expect(commandFor(commands, stroke('KeyJ'), false)).toBeUndefined());
  it('prefers the command registered last', () => {
    expect(commandFor([...commands, command('nearer', ['KeyA'])], stroke('KeyA'), false)?.id).toBe('nearer');
  });
});
