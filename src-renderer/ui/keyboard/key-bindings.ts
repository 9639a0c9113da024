import { create } from 'zustand';
import { keysInMode } from '#shared/domain/keyboard/key-rules.ts';
import type { SingleKeyMode } from '#shared/domain/keyboard/key-rules.ts';
import { strokeName } from './key-match.ts';
import type { KeyStroke } from './key-match.ts';

export type KeyBindings = {
  readonly mode: SingleKeyMode;
  /** Keys that a person has put in place of a command's own, by its full id. */
  readonly bindings: Readonly<Record<string, readonly string[]>>;
};

export const OWN_KEYS: KeyBindings = { mode: 'on', bindings: {} };

/** How the person at the keyboard wants it; everything that shows or hears keys reads it here. */
export const keyBindings = create<KeyBindings>(() => OWN_KEYS);

type Keyed = { readonly id: string; readonly keys: readonly string[]; readonly fixed?: boolean };

/** Keys that a command has in these bindings, before the single-key switch. */
export function boundKeys(command: Keyed, { bindings }: KeyBindings): readonly string[] {
  return (command.fixed === true ? undefined : bindings[command.id]) ?? command.keys;
}

/** Keys by which a command is reached now; empty when only menus and palette reach it. */
export function activeKeys(command: Keyed, state: KeyBindings): readonly string[] {
  return boundKeys(command, state).flatMap((keys) => keysInMode(keys, state.mode) ?? []);
}

/**
 * The name of a stroke for widgets that handle keys themselves (grid moves), as it would be with
 * single keys on; null while it rests.
 */
export function widgetStroke(stroke: KeyStroke): string | null {
  const { mode } = keyBindings.getState();
  const name = strokeName(stroke);
  if (mode === 'on' || keysInMode(name, mode) === name) {
    const plain = name.replace(/^Alt\+/, '');
    return mode === 'alt' && plain !== name && keysInMode(plain, mode) === name ? plain : name;
  }
  return null;
}
