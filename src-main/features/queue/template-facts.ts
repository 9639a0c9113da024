import { heldOf } from '#shared/domain/exceptions/exception.ts';
import type { ExceptionState } from '#shared/domain/exceptions/exception.ts';
import type { TemplateValues } from '#shared/domain/exceptions/template.ts';
import { renderTemplate } from '#shared/domain/exceptions/template.ts';
import { nameOfCity, nameOfProvince } from '#shared/domain/divisions/places.ts';
import { REGION_WORDS, RESPONSIBLE_WORDS, TYPE_WORDS } from '#shared/domain/exports/words.ts';
import { maskText } from '#shared/domain/mail/masking.ts';
import type { CompiledRules } from '#shared/domain/rules/compile.ts';
import type { MailState } from '#shared/domain/screening/evaluation.ts';
import { dayOf, formatDay, formatInstant } from '#shared/kernel/instant.ts';
import type { ReadTx } from '../../ledger/index.ts';
import { MailLoader } from '../mails/index.ts';
import type { Person } from '../people/index.ts';

/** What texts for many exceptions are made of within one transaction. */
export type TextContext = { tx: ReadTx; now: number; person: Person; rules: CompiledRules };

/** A template's words for one exception; phone numbers that the facts hold are masked. */
export function textFor(template: string, state: ExceptionState, { nextAt, ...context }: TextContext & { nextAt: number }): string {
  return maskText(renderTemplate(template, factsOf(state, nextAt, context)));
}

/** Facts are read when a template names them: most name few. */
function factsOf(state: ExceptionState, nextAt: number, { tx, now, person, rules }: TextContext): TemplateValues {
  const held = heldOf(state);
  let loaded: MailState | null | undefined;
  const mail = (): MailState | null => (loaded === undefined ? (loaded = loadMail(tx, state.mailNo, rules)) : loaded);
  const last = () => mail()?.events.at(-1);
  return {
    邮件号: state.mailNo,
    类型: TYPE_WORDS[held.type],
    环节: RESPONSIBLE_WORDS[held.stage],
    机构: held.organisation ?? '',
    区域: REGION_WORDS[state.assessment.region],
    截止: shortTime(state.nextAt ?? state.assessment.interventionDue),
    下次跟进: shortTime(nextAt),
    今天: formatDay(dayOf(now)),
    办理人: person.name,
    get 客户() {
      const code = state.assessment.clientCode ?? '';
      const name = tx.pluck<string>('SELECT name FROM client WHERE code = ?', [code]) ?? '';
      return name === '' ? code : name;
    },
    get 收寄日期() {
      const acceptance = mail()?.acceptance;
      return acceptance ? formatDay(acceptance.day) : '';
    },
    get 寄达() {
      const city = mail()?.destCity ?? null;
      const province = mail()?.destProvince ?? null;
      return (city === null ? (province === null ? null : nameOfProvince(province)) : nameOfCity(city)) ?? '';
    },
    get 最近节点() {
      return last()?.names[0] ?? '';
    },
    get 最近时间() {
      const event = last();
      return event ? shortTime(event.at) : '';
    },
    get 最近机构() {
      return last()?.orgName ?? '';
    },
  };
}

function loadMail(tx: ReadTx, mailNo: string, rules: CompiledRules): MailState | null {
  const row = tx.get<{ id: number; mail_no: string; trace_as_of: number | null }>(
    'SELECT id, mail_no, trace_as_of FROM mail WHERE mail_no = ?',
    [mailNo],
  );
  return row ? new MailLoader(tx, rules).load(row) : null;
}

/** `11-24 09:05`, as people write it. */
function shortTime(instantMs: number): string {
  return formatInstant(instantMs).slice(5, 16).replace('T', ' ');
}
