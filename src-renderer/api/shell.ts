import type { ShellCallName, ShellInput, ShellOutput } from '#shared/contract/shell.ts';
import { bridge } from './bridge.ts';
import { CallError } from './call-error.ts';

/** One of the few things that only the desktop shell can do; throws a `CallError`. */
export async function shell<N extends ShellCallName>(name: N, input: ShellInput<N>): Promise<ShellOutput<N>> {
  const reply = await bridge().shell(name, input);
  if (reply.ok) return reply.value;
  throw new CallError(reply.error);
}

/** Enlarges the whole page. */
export function zoomPage(factor: number): void {
  bridge().zoom(factor);
}

/** Path on disk of a dropped or chosen file; empty when it has none. */
export function pathOf(file: File): string {
  return bridge().pathOf(file);
}
