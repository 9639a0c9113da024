import { useCallback } from 'react';
import { keyLabel } from '#renderer/i18n/key-label.ts';
import { commandRegistry, listCommands } from '#renderer/ui/keyboard/commands.ts';
import { activeKeys, keyBindings } from '#renderer/ui/keyboard/key-bindings.ts';

/** What to print beside a button: the first key that a command has now, remapped or not; absent when it has none. */
export function useKeyCap(commandId: string): string | undefined {
  return useKeyCaps()(commandId);
}

/** The same for several commands; names are full ids, as `queue.claim`. */
export function useKeyCaps(): (commandId: string) => string | undefined {
  const registry = commandRegistry();
  const state = keyBindings();
  return useCallback(
    (commandId) => {
      const command = listCommands(registry).find(({ id }) => id === commandId);
      const [keys] = command === undefined ? [] : activeKeys(command, state);
      return keys === undefined ? undefined : keyLabel(keys);
    },
    [registry, state],
  );
}
