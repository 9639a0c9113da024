import { describe, expect, it } from 'vitest';
import { isCharacterKey, keyRefusal, keysCollide, keysInMode } from './key-rules.ts';

describe('keys that a command may have', () => {
  it.each(['KeyA', 'Ctrl+KeyE', 'Alt+KeyA', 'F5', 'Ctrl+Enter', 'Shift+F3', 'KeyG KeyQ', 'Digit1', 'Slash', 'Shift+Slash', 'Ctrl+Digit1'])(
    '%s is free',
    (keys) => expect(keyRefusal(keys)).toBeNull(),
  );

  it.each([
    ['Ctrl+Space', 'input-method'],
    ['Shift+Space', 'input-method'],
    ['Ctrl+Shift+KeyP', 'input-method'],
    ['Ctrl+Shift+Digit1', 'input-method'],
    ['Alt+Shift+KeyA', 'input-method'],
    ['Ctrl+Period', 'input-method'],
    ['Ctrl+Alt+KeyM', 'input-method'],
    ['Alt+F4', 'system'],
    ['F10', 'system'],
    ['Ctrl+KeyC', 'text-editing'],
    ['Ctrl+KeyZ', 'text-editing'],
    ['Delete', 'text-editing'],
    ['Enter', 'navigation'],
    ['Tab', 'navigation'],
    ['Escape', 'navigation'],
    ['KeyG Enter', 'navigation'],
    ['ShiftLeft', 'shape'],
    ['Shift', 'shape'],
    ['', 'shape'],
    ['KeyA KeyB KeyC', 'shape'],
    ['Shift+Ctrl+KeyA', 'shape'],
  ])('%s is refused: %s', (keys, refusal) => expect(keyRefusal(keys)).toBe(refusal));
});

describe('the switch of single keys', () => {
  it.each([
    ['KeyA', 'on', 'KeyA'],
    ['KeyA', 'off', null],
    ['KeyA', 'alt', 'Alt+KeyA'],
    ['Period', 'alt', 'Alt+Period'],
    ['KeyG KeyQ', 'off', null],
    ['KeyG KeyQ', 'alt', 'Alt+KeyG Alt+KeyQ'],
    ['Shift+Slash', 'alt', null],
    ['Ctrl+KeyK', 'off', 'Ctrl+KeyK'],
    ['F1', 'off', 'F1'],
    ['Enter', 'off', 'Enter'],
    ['Space', 'alt', 'Space'],
  ] as const)('%s when %s is %s', (keys, mode, expected) => expect(keysInMode(keys, mode)).toBe(expected));

  it('is about characters, not about keys that move', () => {
    expect(['KeyA', 'Digit0', 'Minus', 'Shift+Slash'].every(isCharacterKey)).toBe(true);
    expect(['Enter', 'Space', 'ArrowDown', 'F1', 'Ctrl+KeyA', 'Alt+KeyA'].some(isCharacterKey)).toBe(false);
  });
});

it('a key collides with itself and with what begins with it', () => {
  expect(keysCollide('KeyG', 'KeyG KeyQ')).toBe(true);
  expect(keysCollide('KeyG KeyV', 'KeyG KeyQ')).toBe(false);
  expect(keysCollide('KeyG', 'KeyG')).toBe(true);
});
