import { zhCn } from '#renderer/i18n/catalogues.ts';
import { text } from '#renderer/i18n/text.ts';
import { formatMoment } from '#renderer/i18n/time-format.ts';
import { personWords } from './person-words.ts';

/** What happened, what was kept, what to do. */
type SyncWords = { happened: string; kept: string; doThis: string };
type Detail = Readonly<Record<string, string | number | boolean | null>>;
type Decided = { verdict: string; code: string; detail: Detail };
type Code = keyof typeof zhCn.sync.codes;
type Wire = keyof typeof zhCn.sync.wire;

const isCode = (code: string): code is Code => code !== 'other' && Object.hasOwn(zhCn.sync.codes, code);
const isWire = (reason: string): reason is Wire => reason !== 'other' && Object.hasOwn(zhCn.sync.wire, reason);

/** The nearest words that there are: why an undo was too late, a code with its verdict, the code, the bare verdict. */
function codeOf({ verdict, code, detail }: Decided): Code {
  const why = typeof detail['why'] === 'string' ? [`undo-${detail['why']}`, detail['why']] : [];
  const near = [...why, `${code}-${verdict}`, code, ...(code === '' ? [verdict] : [])];
  return near.find(isCode) ?? 'other';
}

/** The words of what the server decided; a code of a newer server is named as it is. */
export function verdictWords(decided: Decided, now: number): SyncWords {
  const code = codeOf(decided);
  const { by, byName, at } = decided.detail;
  const name = byName ?? by;
  const values = {
    by: personWords(typeof name === 'string' ? name : ''),
    at: typeof at === 'number' ? formatMoment(at, now) : '',
    code: decided.code,
  };
  return {
    happened: text(`sync:codes.${code}.happened`, values).trim(),
    kept: text(`sync:codes.${code}.kept`, values),
    doThis: text(`sync:codes.${code}.doThis`, values),
  };
}

/** Why nothing could be sent or fetched, by a reason of the wire or `no-network`. */
export function wireWords(reason: string): SyncWords {
  const known: Wire = isWire(reason) ? reason : 'other';
  return {
    happened: text(`sync:wire.${known}.happened`, { code: reason }),
    kept: text(`sync:wire.${known}.kept`),
    doThis: text(`sync:wire.${known}.doThis`),
  };
}
