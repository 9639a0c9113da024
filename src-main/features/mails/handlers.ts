import type { AppHandlers } from '#shared/contract/contract.ts';
import { cityKeyOf } from '#shared/domain/divisions/places.ts';
import type { MailRecordArgs } from '#shared/domain/mail/record-op.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { HandlerContext } from '../handler-context.ts';
import { enqueueScreening } from '../jobs/index.ts';
import { assertMailInScope } from '../permissions/index.ts';
import { recordMail } from './record.ts';
import { revealField } from './reveal.ts';

type RecordInput = Parameters<AppHandlers['mails']['record']>[0];

/** What people record of a mail, and what they look at unmasked. */
export function createMailsHandlers(context: HandlerContext): AppHandlers['mails'] {
  const { clock, ids } = context;
  const act = () => {
    const now = clock.now();
    return { actor: context.person().id, now, opId: ids.uuid(now) };
  };
  return {
    record: ({ mailNo, ...input }) => {
      const by = act();
      context.ledger().write((tx) => {
        assertMailInScope(tx, context.person(), mailNo);
        recordMail(tx, { mailNo, args: recordArgs(input), ...by });
        // A watched mail is evaluated whenever its facts change.
        enqueueScreening(tx, { createdBy: by.actor });
      });
      return {};
    },
    reveal: (input) => ({
      value: context.ledger().write((tx) => {
        assertMailInScope(tx, context.person(), input.mailNo);
        return revealField(tx, { ...input, ...act() });
      }),
    }),
  };
}

function recordArgs({ reason, region, recallAt, redirect, remark }: Omit<RecordInput, 'mailNo'>): MailRecordArgs {
  return {
    reason,
    ...(region !== undefined && { region }),
    ...(recallAt !== undefined && { recallAt }),
    ...(redirect && { redirect: redirectOf(redirect) }),
    ...(remark !== undefined && { remark }),
  };
}

function redirectOf({ province, city, at }: NonNullable<RecordInput['redirect']>): NonNullable<MailRecordArgs['redirect']> {
  const cityKey = cityKeyOf({ province, city });
  if (cityKey === null) throw new AppError('invalid-input', 'place-unknown');
  return { cityKey, place: `${province}/${city}`, at };
}
