import { KeyCap } from '#renderer/ui/controls/KeyCap.tsx';
import { useKeyCap } from './key-caps.ts';

/** The cap of a command's present key, by its full id; nothing while it has none. */
export function CommandCap({ command, quiet = false }: { command: string; quiet?: boolean }) {
  const label = useKeyCap(command);
  return label === undefined ? null : <KeyCap quiet={quiet}>{label}</KeyCap>;
}
