import { create } from 'zustand';
import { onFreshStart } from '../features/session/fresh-start.ts';
import { isPossible, listCommands } from '../ui/keyboard/commands.ts';
import type { RegisteredCommand } from '../ui/keyboard/commands.ts';
import { createFocusKeeper } from './focus-keeper.ts';

/** A command as the palette shows it: possible or not where the person was when it opened. */
export type PaletteEntry = { readonly command: RegisteredCommand; readonly possible: boolean };
type PaletteState = {
  readonly open: boolean;
  readonly entries: readonly PaletteEntry[];
  /** Mail numbers to choose from, for example of the clipboard. */
  readonly numbers: readonly string[];
};

const CLOSED: PaletteState = { open: false, entries: [], numbers: [] };
export const palette = create<PaletteState>(() => CLOSED);
export const PALETTE_ID = 'frame.palette';
onFreshStart(() => palette.setState(CLOSED, true));

const focus = createFocusKeeper();

/** Whether a command is possible is asked before the palette takes the focus from where it would act. */
export function openPalette(numbers: readonly string[] = []): void {
  if (palette.getState().open) return closePalette();
  // A dialog is finished or left first: a command could take it away with what was filled in.
  if (document.querySelector('[aria-modal="true"]') !== null) return;
  focus.keep();
  const shown = listCommands().filter(({ id, dispatch, palette: wanted }) => dispatch !== false && wanted !== false && id !== PALETTE_ID);
  const entries = shown.map((command) => ({ command, possible: isPossible(command) }));
  // What the screen itself can do stands before what can be done everywhere.
  const nearness = ({ command }: PaletteEntry) => Number(command.owner === 'frame');
  palette.setState({ open: true, entries: entries.sort((one, other) => nearness(one) - nearness(other)), numbers });
}

/** The focus is where it was before anything else happens. */
export function closePalette(): void {
  palette.setState(CLOSED, true);
  focus.giveBack();
}
