import { presentMoment } from '#renderer/features/clock/clock.ts';
import { zhCn } from '#renderer/i18n/catalogues.ts';
import { text } from '#renderer/i18n/text.ts';
import { formatCount, formatMomentNamed } from '#renderer/i18n/time-format.ts';
import type { QueueAct } from './act-patch.ts';

const moment = (at: number) => formatMomentNamed(at, presentMoment());

/** What was done, in the words of the trade: 「已将 23 件改为催派」. */
export function doneWords(act: QueueAct, count: number, nameOf: (personId: string) => string): string {
  const values = { count: formatCount(count) };
  switch (act.kind) {
    case 'set-type':
      return text('queue:done.set-type', { ...values, type: text(`words:type.${act.type}`) });
    case 'set-stage':
      return text('queue:done.set-stage', { ...values, place: act.organisation ?? text(`words:responsible.${act.responsibleStage}`) });
    case 'follow-up':
      return text('queue:done.follow-up', { ...values, next: moment(act.nextAt) });
    case 'set-next':
      return text('queue:done.set-next', { ...values, next: moment(act.nextAt) });
    case 'snooze':
      return text('queue:done.snooze', { ...values, until: moment(act.until) });
    case 'transfer':
      return text('queue:done.transfer', { ...values, name: nameOf(act.to) });
    default:
      return text(`queue:done.${act.kind}`, values);
  }
}

/** The name of an act in the log of acts, for its undoing. */
export function actName(kind: string): string {
  const known = Object.keys(zhCn.queue.actNames).find((name): name is keyof typeof zhCn.queue.actNames => name === kind);
  return text(`queue:actNames.${known ?? 'other'}`);
}
