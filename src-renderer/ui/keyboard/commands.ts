import { useEffect } from 'react';
import { create } from 'zustand';
import { activeKeys } from './key-bindings.ts';
import type { KeyBindings } from './key-bindings.ts';
import { isSingleKey } from './key-match.ts';

/** One thing that can be done: by its keys, from a menu, from the palette or from the key sheet. */
export type Command = {
  /** Unique within its owner; `owner.id` names it everywhere else. */
  id: string;
  /** In the user's language. */
  title: string;
  /** Strokes as `KeyA`, `Ctrl+Enter`, `KeyG KeyQ` (one after the other); the first is shown. */
  keys: readonly string[];
  /** Heading in key sheet, palette and menus. */
  group: string;
  run: () => void;
  /** Absent: always. */
  when?: () => boolean;
  /** Why it cannot be done now, in words, for where it is shown all the same. */
  whyNot?: string;
  /** More words by which the palette finds it. */
  keywords?: readonly string[];
  /** False keeps a handled-elsewhere key (grid moves) in the sheet only. */
  dispatch?: boolean;
  /** Its keys cannot be changed: a widget or the whole program counts on them. */
  fixed?: boolean;
  /** False keeps it out of the palette: what only makes sense as a key. */
  palette?: boolean;
  /** Heard while a dialog or menu is open, too: it takes nothing from what was filled in there. */
  inLayers?: boolean;
  /** `row`: in the menu of the rows of a list. */
  menu?: 'row';
};

/** A command as all but its owner know it: `id` is `owner.id`. */
export type RegisteredCommand = Command & { readonly owner: string };

type Registry = {
  readonly sets: ReadonlyMap<string, readonly RegisteredCommand[]>;
  /** True while the ledger is locked: the screens behind the lock page hear nothing. */
  readonly isResting: boolean;
};
export const commandRegistry = create<Registry>(() => ({ sets: new Map(), isResting: false }));

/** The owner's commands with their full ids; widgets' own keys are fixed. */
export function ownedCommands(owner: string, commands: readonly Command[]): readonly RegisteredCommand[] {
  return commands.map((command) => ({
    ...command,
    id: `${owner}.${command.id}`,
    owner,
    fixed: command.fixed === true || command.dispatch === false,
  }));
}

export function registerCommands(owner: string, commands: readonly Command[]): () => void {
  const owned = ownedCommands(owner, commands);
  commandRegistry.setState(({ sets }) => ({ sets: new Map(sets).set(owner, owned) }));
  return () => {
    commandRegistry.setState(({ sets }) => {
      const rest = new Map(sets);
      if (rest.get(owner) === owned) rest.delete(owner);
      return { sets: rest };
    });
  };
}

/** Keeps `commands` registered under `owner` while the component is shown; pass a memoised list. */
export function useCommands(owner: string, commands: readonly Command[]): void {
  useEffect(() => registerCommands(owner, commands), [owner, commands]);
}

export function listCommands({ sets, isResting }: Registry = commandRegistry.getState()): readonly RegisteredCommand[] {
  return isResting ? NO_COMMANDS : [...sets.values()].flat();
}
const NO_COMMANDS: readonly RegisteredCommand[] = [];

export function restCommands(isResting: boolean): void {
  commandRegistry.setState({ isResting });
}

export function isPossible(command: Command): boolean {
  return command.dispatch !== false && (command.when?.() ?? true);
}

/** Where a command was called from. */
export type CommandSource = 'key' | 'palette' | 'menu';
/** Fired on the window for each command that is run, with its id and source: guides and specs listen. */
export const COMMAND_EVENT = 'youshao-command';
export type CommandRun = { readonly id: string; readonly source: CommandSource };

export function runCommand(command: RegisteredCommand, source: CommandSource): void {
  const detail: CommandRun = { id: command.id, source };
  window.dispatchEvent(new CustomEvent(COMMAND_EVENT, { detail }));
  command.run();
}

type Pressed = { readonly keys: string; readonly typing: boolean; readonly inLayer?: boolean };

const isHeard = (command: Command, { inLayer = false }: Pressed): boolean => !inLayer || command.inLayers === true;

/** The command that was pressed; while text is typed only chords count. */
export function commandFor<C extends Command>(commands: readonly C[], pressed: Pressed, state: KeyBindings): C | undefined {
  if (pressed.typing && isSingleKey(pressed.keys)) return undefined;
  // Later registrations are nearer to the eye, so they win.
  return [...commands]
    .reverse()
    .find((command) => activeKeys(command, state).includes(pressed.keys) && isHeard(command, pressed) && isPossible(command));
}

/** True when more strokes may follow. */
export function isBeginning(commands: readonly Command[], pressed: Pressed, state: KeyBindings): boolean {
  if (pressed.typing && isSingleKey(pressed.keys)) return false;
  const beginning = `${pressed.keys} `;
  return commands.some(
    (command) => isHeard(command, pressed) && isPossible(command) && activeKeys(command, state).some((keys) => keys.startsWith(beginning)),
  );
}
