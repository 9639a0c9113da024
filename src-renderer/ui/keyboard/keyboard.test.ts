import { describe, expect, it } from 'vitest';
import { commandFor, isBeginning, ownedCommands } from './commands.ts';
import type { Command } from './commands.ts';
import { OWN_KEYS, activeKeys, keyBindings, widgetStroke } from './key-bindings.ts';
import type { KeyBindings } from './key-bindings.ts';
import { isModifierAlone, isSingleKey, strokeName } from './key-match.ts';

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
    expect(['KeyA', 'Digit1', 'Shift+KeyA', 'Space', 'KeyG KeyQ'].every(isSingleKey)).toBe(true);
    expect(['Ctrl+Enter', 'Alt+KeyA', 'F1'].some(isSingleKey)).toBe(false);
  });

  it('are not made by modifiers alone', () => {
    expect(['ShiftLeft', 'ControlRight', 'AltLeft', 'MetaLeft', 'CapsLock'].every(isModifierAlone)).toBe(true);
    expect(isModifierAlone('KeyA')).toBe(false);
  });
});

describe('commands', () => {
  const commands = ownedCommands('queue', [
    command('claim', ['KeyA']),
    command('submit', ['Ctrl+Enter']),
    command('off', ['KeyB'], { when: () => false }),
    command('move', ['KeyJ'], { dispatch: false }),
    command('go', ['KeyG KeyQ']),
    command('help', ['F1', 'Shift+Slash']),
  ]);
  const at = (keys: string, typing = false, state: KeyBindings = OWN_KEYS) => commandFor(commands, { keys, typing }, state)?.id;

  it('are found by their keys', () => expect(at('KeyA')).toBe('queue.claim'));
  it('keep single keys out of typing', () => expect(at('KeyA', true)).toBeUndefined());
  it('act by chords while typing', () => expect(at('Ctrl+Enter', true)).toBe('queue.submit'));
  it('wait while a dialog is open, but for those that take nothing from it', () => {
    const lock = ownedCommands('frame', [command('lock', ['Ctrl+KeyL'], { inLayers: true })]);
    const inDialog = (keys: string) => commandFor([...commands, ...lock], { keys, typing: true, inLayer: true }, OWN_KEYS)?.id;
    expect([inDialog('Ctrl+Enter'), inDialog('F1'), inDialog('Ctrl+KeyL')]).toEqual([undefined, undefined, 'frame.lock']);
  });
  it('that are not possible now are skipped', () => expect(at('KeyB')).toBeUndefined());
  it('leave keys that a widget handles itself', () => expect(at('KeyJ')).toBeUndefined());
  it('registered last come first', () => {
    const nearer = ownedCommands('x', [command('nearer', ['KeyA'])]);
    expect(commandFor([...commands, ...nearer], { keys: 'KeyA', typing: false }, OWN_KEYS)?.id).toBe('x.nearer');
  });

  it('of two strokes wait for the second', () => {
    const begins = (keys: string, typing = false) => isBeginning(commands, { keys, typing }, OWN_KEYS);
    expect([begins('KeyG'), begins('KeyG', true), begins('KeyA')]).toEqual([true, false, false]);
    expect([at('KeyG'), at('KeyG KeyQ'), at('KeyG KeyA')]).toEqual([undefined, 'queue.go', undefined]);
  });

  it('are reached by what a person put in place of their keys', () => {
    const state = { mode: 'on', bindings: { 'queue.claim': ['KeyQ', 'Alt+KeyA'], 'queue.submit': [], 'queue.move': ['KeyU'] } } as const;
    expect([at('KeyA', false, state), at('KeyQ', false, state), at('Alt+KeyA', true, state)]).toEqual([
      undefined,
      'queue.claim',
      'queue.claim',
    ]);
    expect(at('Ctrl+Enter', false, state)).toBeUndefined();
    expect(commands.map((one) => activeKeys(one, state)[0])[3]).toBe('KeyJ');
  });

  it('lose or move their single keys by the switch, chords stay', () => {
    const off = { mode: 'off', bindings: {} } as const;
    const alt = { mode: 'alt', bindings: {} } as const;
    expect([at('KeyA', false, off), at('Ctrl+Enter', false, off), at('KeyG KeyQ', false, off)]).toEqual([
      undefined,
      'queue.submit',
      undefined,
    ]);
    expect([at('KeyA', false, alt), at('Alt+KeyA', false, alt), at('Alt+KeyG Alt+KeyQ', false, alt)]).toEqual([
      undefined,
      'queue.claim',
      'queue.go',
    ]);
    expect([at('F1', false, off), at('Shift+Slash', false, off), at('F1', false, alt)]).toEqual(['queue.help', undefined, 'queue.help']);
  });
});

describe('keys of widgets', () => {
  const heard = (mode: KeyBindings['mode'], ...given: Parameters<typeof stroke>) => {
    keyBindings.setState({ mode });
    const name = widgetStroke(stroke(...given));
    keyBindings.setState(OWN_KEYS);
    return name;
  };

  it('follow the switch as commands do', () => {
    expect([heard('on', 'KeyJ'), heard('off', 'KeyJ'), heard('alt', 'KeyJ'), heard('alt', 'KeyJ', { alt: true })]).toEqual([
      'KeyJ',
      null,
      null,
      'KeyJ',
    ]);
    expect([heard('off', 'ArrowDown'), heard('alt', 'ArrowDown'), heard('off', 'ArrowDown', { shift: true })]).toEqual([
      'ArrowDown',
      'ArrowDown',
      'Shift+ArrowDown',
    ]);
    expect([heard('on', 'KeyJ', { alt: true }), heard('off', 'KeyA', { ctrl: true })]).toEqual(['Alt+KeyJ', 'Ctrl+KeyA']);
  });
});
