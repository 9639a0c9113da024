import { asCallError } from '#renderer/api/call-error.ts';
import { api } from '#renderer/api/client.ts';
import { showAct } from '#renderer/features/status-line/status-line.ts';
import { reasonText } from '#renderer/i18n/reason-texts.ts';
import { text } from '#renderer/i18n/text.ts';
import type { KeyBindings } from '#renderer/ui/keyboard/key-bindings.ts';

/** Keeps the person's keys; they act as soon as the ledger has told of it. */
export function setKeys({ mode, bindings }: Partial<KeyBindings>): void {
  const lists = bindings && Object.fromEntries(Object.entries(bindings).map(([id, keys]): [string, string[]] => [id, [...keys]]));
  const change = { ...(mode && { mode }), ...(lists && { bindings: lists }) };
  api.keys.set(change).then(
    () => showAct({ words: text('keys:settings.saved'), state: 'saved' }),
    (error: unknown) => showAct({ words: reasonText(asCallError(error).reason).happened, state: 'failed' }),
  );
}
