import type { RegisteredCommand } from '#renderer/ui/keyboard/commands.ts';

/** Commands of all screens, the shown one or not; the frame knows where they come from. */
export type CommandCatalogue = () => Promise<readonly RegisteredCommand[]>;

let load: CommandCatalogue = async () => [];

export function provideCatalogue(catalogue: CommandCatalogue): void {
  load = catalogue;
}

export function allCommands(): Promise<readonly RegisteredCommand[]> {
  return load();
}
