import { zhCn } from '#renderer/i18n/catalogues.ts';
import { text } from '#renderer/i18n/text.ts';
import { actName } from './act-words.ts';
import type { QueueDetail } from './queue-store.ts';

type Entry = QueueDetail['history'][number];
const has = <T extends object>(object: T, key: unknown): key is keyof T & string => typeof key === 'string' && Object.hasOwn(object, key);

function actWords({ kind, detail }: Entry): string {
  const { rule, type, to } = detail as { rule?: unknown; type?: unknown; to?: unknown };
  const stage = detail['stage'] ?? detail['responsibleStage'];
  const organisation = detail['organisation'];
  switch (kind) {
    case 'find':
    case 'withdraw':
      return text(`queue:history.${kind}`, { rule: has(zhCn.words.rule, rule) ? text(`words:rule.${rule}`) : '' });
    case 'set-type':
      return text('queue:history.set-type', { type: has(zhCn.words.type, type) ? text(`words:type.${type}`) : '' });
    case 'set-stage': {
      const place = has(zhCn.words.responsible, stage) ? text(`words:responsible.${stage}`) : '';
      return text('queue:history.set-stage', { stage: typeof organisation === 'string' && organisation !== '' ? organisation : place });
    }
    case 'feedback':
      return text('queue:history.feedback', { to: has(zhCn.queue.forms.to, to) ? text(`queue:forms.to.${to}`) : '' });
    case 'accept':
      return text('queue:history.accept', { type: has(zhCn.words.type, type) ? text(`words:type.${type}`) : '' });
    case 'transfer':
      return text('queue:history.transfer', { name: typeof to === 'string' ? to : '' });
    case 'undo':
      return text('queue:history.undo', { acts: namesOf(detail['kinds']) });
    case 'set-next':
    case 'snooze':
    case 'wake':
    case 'push':
    case 'waive-push':
    case 'raise':
    case 'self-clear':
    case 'claim':
    case 'follow-up':
    case 'confirm-self-cleared':
    case 'close':
    case 'record':
    case 'reveal':
      return text(`queue:history.${kind}`);
    default:
      return text('queue:history.other');
  }
}

/** The acts that an undo took back, each named once. */
function namesOf(kinds: unknown): string {
  const known = Array.isArray(kinds) ? kinds.filter((kind): kind is string => typeof kind === 'string') : [];
  return [...new Set(known.map(actName))].join(text('common:separator'));
}

/** One line of what happened: the act, and the person's own words behind it. */
export function historyWords(entry: Entry): string {
  const act = entry.detail['undone'] === true ? text('queue:history.undone', { act: actWords(entry) }) : actWords(entry);
  return entry.text === '' ? act : text('queue:history.entry', { act, words: entry.text });
}

export function actorName(actor: string): string {
  return actor === 'system' ? text('queue:history.system') : actor;
}
