import { asCallError } from '#renderer/api/call-error.ts';
import { api } from '#renderer/api/client.ts';
import { knownOf } from '#renderer/api/queries.ts';
import { reasonText } from '#renderer/i18n/reason-texts.ts';
import { text } from '#renderer/i18n/text.ts';
import { showAct } from '../status-line/status-line.ts';

/** Sends and fetches at once; the status bar tells that it was asked for, the pill what comes of it. */
export async function syncNow(): Promise<void> {
  try {
    await api.sync.now({});
    showAct({ words: text('sync:now.asked'), state: 'saved' });
  } catch (thrown) {
    const { happened } = reasonText(asCallError(thrown).reason);
    showAct({ words: text('sync:now.failed', { why: happened }), state: 'failed' });
  }
}

export function hasServer(): boolean {
  const phase = knownOf(api.sync.state, {})?.phase;
  return phase !== undefined && phase !== 'none' && phase !== 'revoked';
}
