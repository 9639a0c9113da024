import { describe, expect, it } from 'vitest';
import { ownedCommands } from '#renderer/ui/keyboard/commands.ts';
import type { KeyBindings } from '#renderer/ui/keyboard/key-bindings.ts';
import { conflictOf, withKeys, withoutBinding } from './key-conflicts.ts';

const make = (owner: string, keys: Readonly<Record<string, readonly string[]>>) =>
  ownedCommands(
    owner,
    Object.entries(keys).map(([id, own]) => ({ id, title: id, group: owner, keys: own, run: () => undefined, fixed: id === 'escape' })),
  );
const commands = [
  ...make('frame', { palette: ['Ctrl+KeyK'], 'go-queue': ['KeyG KeyQ'], clip: ['KeyC'] }),
  ...make('queue', { claim: ['KeyA'], copy: ['Period'], note: ['KeyN'], escape: ['Escape'] }),
  ...make('imports', { paste: ['KeyV'] }),
];
const own: KeyBindings = { mode: 'on', bindings: {} };
const find = (id: string) => commands.find((command) => command.id === id) ?? commands[0]!;
const conflict = (id: string, keys: string, state = own) => conflictOf(find(id), keys, { commands, state })?.id;

describe('conflicts of keys', () => {
  it('are seen within a screen and with what acts everywhere', () => {
    expect(conflict('queue.copy', 'KeyA')).toBe('queue.claim');
    expect(conflict('queue.copy', 'Ctrl+KeyK')).toBe('frame.palette');
    expect(conflict('frame.palette', 'KeyV')).toBe('imports.paste');
  });

  it('are none between screens that are never shown together, nor with itself', () => {
    expect(conflict('queue.copy', 'KeyV')).toBeUndefined();
    expect(conflict('queue.claim', 'KeyA')).toBeUndefined();
  });

  it('are seen where one is the beginning of the other', () => {
    expect(conflict('queue.claim', 'KeyG')).toBe('frame.go-queue');
    expect(conflict('frame.go-queue', 'KeyC KeyQ')).toBe('frame.clip');
  });

  it('follow what is remapped and the switch', () => {
    const state: KeyBindings = { mode: 'alt', bindings: { 'queue.claim': ['KeyQ'] } };
    expect([conflict('queue.copy', 'KeyA', state), conflict('queue.copy', 'Alt+KeyQ', state)]).toEqual([undefined, 'queue.claim']);
    expect(conflict('queue.copy', 'KeyA', { mode: 'off', bindings: {} })).toBeUndefined();
  });
});

describe('new keys', () => {
  it('are taken from whoever had them', () => {
    expect(withKeys(find('queue.copy'), 'KeyA', { commands, state: own })).toEqual({ 'queue.copy': ['KeyA'], 'queue.claim': [] });
  });

  it('go back one by one', () => {
    expect(withoutBinding('queue.copy', { 'queue.copy': ['KeyA'], 'queue.claim': [] })).toEqual({ 'queue.claim': [] });
  });
});
