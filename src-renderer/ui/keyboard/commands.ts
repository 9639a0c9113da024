import { useEffect } from 'react';
import { create } from 'zustand';
import { isSingleKey, matches } from './key-match.ts';
import type { KeyStroke } from './key-match.ts';

/** One thing that can be done: by its keys, from a menu or from the key sheet. */
export type Command = {
  id: string;
  /** In the user's language. */
  title: string;
  /** Strokes as `KeyA`, `Ctrl+Enter`, `Shift+ArrowDown`; the first is shown. */
  keys: readonly string[];
  /** Heading in the key sheet. */
  group: string;
  run: () => void;
  /** Absent: always. */
  when?: () => boolean;
  /** False keeps a handled-elsewhere key (grid moves) in the sheet only. */
  dispatch?: boolean;
};

type Registry = { readonly sets: ReadonlyMap<string, readonly Command[]> };
export const commandRegistry = create<Registry>(() => ({ sets: new Map() }));

export function registerCommands(owner: string, commands: readonly Command[]): () => void {
  commandRegistry.setState(({ sets }) => ({ sets: new Map(sets).set(owner, commands) }));
  return () => {
    commandRegistry.setState(({ sets }) => {
      const rest = new Map(sets);
      if (rest.get(owner) === commands) rest.delete(owner);
      return { sets: rest };
    });
  };
}

/** Keeps `commands` registered under `owner` while the component is shown; pass a memoised list. */
export function useCommands(owner: string, commands: readonly Command[]): void {
  useEffect(() => registerCommands(owner, commands), [owner, commands]);
}

export function listCommands(registry: Registry): readonly Command[] {
  return [...registry.sets.values()].flat();
}

/** The command that a stroke means; while text is typed only chords count. */
export function commandFor(commands: readonly Command[], stroke: KeyStroke, typing: boolean): Command | undefined {
  // Later registrations are nearer to the eye, so they win.
  return [...commands].reverse().find((command) => {
    const hit = command.keys.filter((keys) => matches([keys], stroke));
    if (hit.length === 0 || command.dispatch === false) return false;
    if (typing && hit.every(isSingleKey)) return false;
    return command.when?.() ?? true;
  });
}
