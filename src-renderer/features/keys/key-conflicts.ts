import { keysCollide, keysInMode } from '#shared/domain/keyboard/key-rules.ts';
import type { RegisteredCommand } from '#renderer/ui/keyboard/commands.ts';
import { boundKeys } from '#renderer/ui/keyboard/key-bindings.ts';
import type { KeyBindings } from '#renderer/ui/keyboard/key-bindings.ts';

/** Owner of the commands that act on every screen. */
export const EVERYWHERE = 'frame';

/** Two commands can be pressed on one screen: of the same owner, or one of them everywhere. */
function meet(one: RegisteredCommand, other: RegisteredCommand): boolean {
  return one.owner === other.owner || one.owner === EVERYWHERE || other.owner === EVERYWHERE;
}

/** The first other command that answers these keys where `command` is pressed. */
export function conflictOf(
  command: RegisteredCommand,
  keys: string,
  { commands, state }: { commands: readonly RegisteredCommand[]; state: KeyBindings },
): RegisteredCommand | undefined {
  const pressed = keysInMode(keys, state.mode);
  if (pressed === null) return undefined;
  return commands.find((other) => {
    if (other.id === command.id || !meet(command, other)) return false;
    return boundKeys(other, state).some((taken) => {
      const active = keysInMode(taken, state.mode);
      return active !== null && keysCollide(active, pressed);
    });
  });
}

/** Bindings after `command` got `keys`; who had them before goes without. */
export function withKeys(
  command: RegisteredCommand,
  keys: string,
  { commands, state }: { commands: readonly RegisteredCommand[]; state: KeyBindings },
): Readonly<Record<string, readonly string[]>> {
  const taken = commands.filter((other) => conflictOf(command, keys, { commands: [other], state }) !== undefined);
  const without = taken.map((other) => [other.id, boundKeys(other, state).filter((one) => !keysCollide(one, keys))] as const);
  return { ...state.bindings, ...Object.fromEntries(without), [command.id]: [keys] };
}

/** Bindings after `command` got its own keys back. */
export function withoutBinding(commandId: string, bindings: KeyBindings['bindings']): KeyBindings['bindings'] {
  return Object.fromEntries(Object.entries(bindings).filter(([id]) => id !== commandId));
}
