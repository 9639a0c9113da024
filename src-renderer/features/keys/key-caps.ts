import { keyLabel } from '#renderer/i18n/key-label.ts';
import { commandRegistry, listCommands } from '#renderer/ui/keyboard/commands.ts';
import { activeKeys, keyBindings } from '#renderer/ui/keyboard/key-bindings.ts';

/** What to print beside a button: the first key that a command has now, remapped or not; absent when it has none. */
export function useKeyCap(commandId: string): string | undefined {
  const command = commandRegistry((registry) => listCommands(registry).find(({ id }) => id === commandId));
  const keys = keyBindings((state) => (command === undefined ? undefined : activeKeys(command, state)[0]));
  return keys === undefined ? undefined : keyLabel(keys);
}
