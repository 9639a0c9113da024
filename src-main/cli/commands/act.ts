import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { z } from 'zod';
import type { FoldedOp } from '#shared/domain/exceptions/ops.ts';
import { ABNORMAL_TYPES, RESPONSIBLE_STAGES } from '#shared/domain/screening/vocabulary.ts';
import { AppError, isAppError } from '#shared/kernel/app-error.ts';
import { parseInstant } from '#shared/kernel/instant.ts';
import { findLatestException, performAct, recordMail } from '../../engine/screening.ts';
import type { Workspace, WriteTx } from '../../engine/index.ts';
import { mailNoArgument, withCommonOptions } from '../options.ts';
import type { CommonOptions } from '../options.ts';
import { actorOf, runOnLedger } from '../run-command.ts';
import { UsageError } from '../usage-error.ts';
import { factArgs } from './fact.ts';

const instant = z.string().transform((text, context) => {
  const value = parseInstant(text);
  if (value === undefined) context.addIssue({ code: 'custom', message: 'instant-not-valid' });
  return value ?? 0;
});
/** Every line: an id makes a repeated line harmless; `user` overrides --user. */
const base = { id: z.string().min(1).max(80).optional(), user: z.string().min(1).max(40).optional(), mailNo: z.string().min(1) };
export const actSchema = z.discriminatedUnion('act', [
  z.object({ act: z.literal('claim'), ...base }),
  z.object({ act: z.literal('follow-up'), ...base, text: z.string().min(1).max(2000), nextAt: instant }),
  z.object({ act: z.literal('set-type'), ...base, type: z.enum(ABNORMAL_TYPES) }),
  z.object({ act: z.literal('set-stage'), ...base, stage: z.enum(RESPONSIBLE_STAGES), organisation: z.string().nullable().default(null) }),
  z.object({
    act: z.literal('feedback'),
    ...base,
    text: z.string().min(1).max(2000),
    to: z.enum(['client', 'postal', 'recipient']).default('client'),
  }),
  z.object({ act: z.literal('confirm-self-cleared'), ...base }),
  z.object({ act: z.literal('close'), ...base, result: z.string().min(1).max(2000) }),
  z.object({
    act: z.literal('fact'),
    ...base,
    reason: z.string().min(1).max(500),
    region: z.string().optional(),
    recall: z.string().optional(),
    redirect: z.string().optional(),
    at: z.string().optional(),
    remark: z.string().optional(),
  }),
]);
type Act = z.infer<typeof actSchema>;
type Answer = { line: number; act: string | null; mailNo: string | null; applied: boolean; reason?: string; detail?: object };

export function registerAct(program: Command): void {
  withCommonOptions(program.command('act'))
    .description('按行执行人的动作（JSON 每行一个）')
    .argument('<file>', 'JSON lines，- 为标准输入')
    .action((file: string, options: CommonOptions) =>
      runOnLedger(
        options,
        () => readLines(file),
        async (context, lines) => {
          const user = await actorOf(context);
          const answers: Answer[] = [];
          for (const [index, line] of lines.entries()) {
            if (line.trim() !== '') answers.push(answer(context.workspace, line, { number: index + 1, user }));
          }
          const applied = answers.filter((each) => each.applied).length;
          const refused = answers.length - applied;
          context.output.document({ acts: answers, applied, refused }, () =>
            [
              ...answers.filter((each) => !each.applied).map((each) => `第 ${each.line} 行未执行：${each.reason}`),
              `已执行 ${applied} · 未执行 ${refused}`,
            ].join('\n'),
          );
        },
      ),
    );
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8').split(/\r?\n/);
  } catch (cause) {
    throw new AppError('not-found', 'file-not-found', { cause });
  }
}

function answer(workspace: Workspace, line: string, { number, user }: { number: number; user: string }): Answer {
  const parsed = actSchema.safeParse(parseJson(line));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return {
      line: number,
      act: null,
      mailNo: null,
      applied: false,
      reason: 'act-not-valid',
      detail: { field: issue?.path.join('.') ?? '' },
    };
  }
  const act = parsed.data;
  const mailNo = mailNoArgument(act.mailNo);
  try {
    const actor = lineActor(workspace, act.user, user);
    workspace.ledger.write((tx) => perform(tx, workspace, { ...act, mailNo, user: actor }));
    return { line: number, act: act.act, mailNo, applied: true };
  } catch (error) {
    const refusal = refusalOf(error);
    return { line: number, act: act.act, mailNo, applied: false, ...refusal };
  }
}

/** A line may name its own user, on a test ledger only: elsewhere the PIN speaks for one person. */
function lineActor({ kind }: Workspace, named: string | undefined, user: string): string {
  if (kind !== 'test' && named !== undefined && named !== user) throw new UsageError('only-on-test-ledger', { field: 'user' });
  return named ?? user;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    // Answered as act-not-valid, with its line number.
    return undefined;
  }
}

function refusalOf(error: unknown): { reason: string; detail: object } {
  if (error instanceof UsageError) return { reason: error.reason, detail: error.detail };
  if (isAppError(error) && error.code !== 'unavailable' && error.code !== 'internal') {
    return { reason: error.reason, detail: error.detail };
  }
  throw error;
}

function perform(tx: WriteTx, workspace: Workspace, act: Act & { user: string }): void {
  const now = workspace.clock.now();
  const opId = act.id ?? workspace.ids.uuid(now);
  if (act.act === 'fact') {
    const args = factArgs(given(act), now);
    // A repeated line is harmless, as with every other act.
    if (tx.pluck('SELECT 1 FROM op WHERE id = ?', [opId]) !== undefined) return;
    recordMail(tx, { mailNo: act.mailNo, args, actor: act.user, now, opId });
    return;
  }
  const state = findLatestException(tx, act.mailNo);
  if (!state) throw new AppError('not-found', 'exception-not-found');
  const op = { ...opOf(act), entityId: state.uid, actor: act.user, occurredAt: now } as FoldedOp;
  performAct(tx, op, opId);
}

function given(act: Extract<Act, { act: 'fact' }>): Parameters<typeof factArgs>[0] {
  const { reason, region, recall, redirect, at, remark } = act;
  return {
    reason,
    ...(region !== undefined && { region }),
    ...(recall !== undefined && { recall }),
    ...(redirect !== undefined && { redirect }),
    ...(at !== undefined && { at }),
    ...(remark !== undefined && { remark }),
  };
}

function opOf(act: Exclude<Act, { act: 'fact' }>): Pick<FoldedOp, 'kind' | 'args'> {
  switch (act.act) {
    case 'follow-up':
      return { kind: 'exception.follow-up', args: { text: act.text, nextAt: act.nextAt } };
    case 'set-type':
      return { kind: 'exception.set-type', args: { type: act.type } };
    case 'set-stage':
      return { kind: 'exception.set-stage', args: { stage: act.stage, organisation: act.organisation } };
    case 'feedback':
      return { kind: 'exception.feedback', args: { text: act.text, to: act.to } };
    case 'close':
      return { kind: 'exception.close', args: { result: act.result } };
    case 'claim':
      return { kind: 'exception.claim', args: {} };
    case 'confirm-self-cleared':
      return { kind: 'exception.confirm-self-cleared', args: {} };
  }
}
