import { create } from 'zustand';
import { shell } from '../api/shell.ts';

/** `pending`: changes that wait for the server, of the person who has unlocked; `isAsking`: the dialog is open. */
export const closing = create<{ readonly pending: number; readonly isAsking: boolean }>(() => ({ pending: 0, isAsking: false }));

/** Tells the shell what waits, so that it asks before the window closes. */
export function holdClose(pending: number): void {
  closing.setState({ pending });
  // A shell that cannot be reached closes without asking; nothing is lost by that.
  void shell('hold-close', { pending }).catch(() => undefined);
}

/** Ends the program, after a word about what waits. */
export function askToQuit(): void {
  if (closing.getState().pending > 0) closing.setState({ isAsking: true });
  else void shell('quit', {});
}

/** Stays; the next time it asks again. */
export function stayOpen(): void {
  closing.setState({ isAsking: false });
  holdClose(closing.getState().pending);
}
