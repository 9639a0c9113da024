import { zhCn } from '#renderer/i18n/catalogues.ts';
import type { TextKey } from '#renderer/i18n/catalogues.ts';
import { text } from '#renderer/i18n/text.ts';

type OpWords = { before: string; subject: string; after: string };
/** A mark that no catalogue holds: where the subject stands in a sentence. */
const PLACE = '\u{0}';
const OPS = zhCn.sync.ops;

/** The text of a kind as `exception.claim`; a kind that is newer than this program reads as its family. */
export function opKey(kind: string): TextKey {
  const [family = '', ...rest] = kind.split('.');
  if (!isFamily(family)) return 'sync:ops.other';
  const names: object = OPS[family];
  const name = rest.join('.');
  return `sync:ops.${family}.${Object.hasOwn(names, name) ? name : 'other'}` as TextKey;
}

type Family = Exclude<keyof typeof OPS, 'other'>;
const isFamily = (family: string): family is Family => family !== 'other' && Object.hasOwn(OPS, family);

/** A change in plain words, parted at its subject, so that a mail number can be shown grouped. */
export function opWords({ kind, subject }: { kind: string; subject: string }): OpWords {
  const [before = '', after] = text(opKey(kind), { subject: PLACE }).split(PLACE);
  return after === undefined ? { before, subject: '', after: '' } : { before: before.trimEnd(), subject, after: after.trimStart() };
}

/** The same as one line, for labels. */
export function opLine(op: { kind: string; subject: string }): string {
  const { before, subject, after } = opWords(op);
  return [before, subject, after].filter((part) => part !== '').join(' ');
}
