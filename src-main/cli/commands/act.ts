import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { AppError, isAppError } from '#shared/kernel/app-error.ts';
import {
  actOnAll,
  assertTaker,
  findLatestException,
  findPerson,
  getUndoableAct,
  lastStandingAct,
  recordMail,
  undoAct,
} from '../../engine/acting.ts';
import type { ActOutcome, Person } from '../../engine/acting.ts';
import type { ReadTx, Workspace } from '../../engine/index.ts';
import { mailNoArgument, withCommonOptions } from '../options.ts';
import type { CommonOptions } from '../options.ts';
import { actorOf, runOnLedger } from '../run-command.ts';
import { UsageError } from '../usage-error.ts';
import { actSchema, queueActOf } from './act-lines.ts';
import type { ActLine, ExceptionLine, FactLine, UndoLine } from './act-lines.ts';
import { factArgs } from './fact.ts';

type Refused = { mailNo: string; reason: string; detail: object };
/** `count` and `refusals`: of a line that names many mails. */
type Answer = {
  line: number;
  act: string | null;
  mailNo: string | null;
  applied: boolean;
  reason?: string;
  detail?: object;
  count?: number;
  refusals?: Refused[];
};
type Done = Pick<Answer, 'applied' | 'reason' | 'detail' | 'count' | 'refusals'> & { mailNo: string | null };
const DONE = { applied: true } as const;
/** Nothing else waits on the command line. */
const NO_WAIT = { timers: { yieldToLoop: () => Promise.resolve() } };

export function registerAct(program: Command): void {
  withCommonOptions(program.command('act'))
    .description('按行执行人的动作（JSON 每行一个）')
    .argument('<file>', 'JSON lines，- 为标准输入')
    .action((file: string, options: CommonOptions) =>
      runOnLedger(
        options,
        () => readLines(file),
        async (context, lines) => {
          const user = await actorOf(context, 'exception.act');
          const answers: Answer[] = [];
          for (const [index, line] of lines.entries()) {
            if (line.trim() !== '') answers.push(await answer(context.workspace, line, { number: index + 1, user }));
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

async function answer(workspace: Workspace, line: string, { number, user }: { number: number; user: string }): Promise<Answer> {
  const parsed = actSchema.safeParse(parseJson(line));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const detail = { field: issue?.path.join('.') ?? '' };
    return { line: number, act: null, mailNo: null, applied: false, reason: 'act-not-valid', detail };
  }
  const act = parsed.data;
  const mailNo = 'mailNo' in act && act.mailNo !== undefined ? mailNoArgument(act.mailNo) : null;
  try {
    const person = personOf(workspace, lineActor(workspace, act.user, user));
    return { line: number, act: act.act, ...(await perform(workspace, act, person)) };
  } catch (error) {
    return { line: number, act: act.act, mailNo, applied: false, ...refusalOf(error) };
  }
}

/** A line may name its own user, on a test ledger only: elsewhere the PIN speaks for one person. */
function lineActor({ kind }: Workspace, named: string | undefined, user: string): string {
  if (kind !== 'test' && named !== undefined && named !== user) throw new UsageError('only-on-test-ledger', { field: 'user' });
  return named ?? user;
}

/** On a test ledger anybody acts, also who is not in the register. */
function personOf({ ledger }: Workspace, id: string): Person {
  const unknown: Person = { id, name: id, staffNo: id, role: 'agent', station: '', clients: [], removed: false };
  return ledger.read<Person>((tx) => findPerson(tx, id) ?? unknown);
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

async function perform(workspace: Workspace, line: ActLine, person: Person): Promise<Done> {
  if (line.act === 'undo') return await undo(workspace, line, person);
  if (line.act === 'fact') return recordFact(workspace, line, person);
  return await actOn(workspace, line, person);
}

async function actOn({ ledger, clock, ids }: Workspace, line: ExceptionLine, person: Person): Promise<Done> {
  const now = clock.now();
  const act = queueActOf(line);
  const order = { act, actId: line.id ?? ids.uuid(now), person, now };
  const numbers = mailNosOf(line);
  const targets = ledger.read((tx) => {
    assertTaker(tx, act);
    return numbers.map((mailNo) => ({ mailNo, uid: findLatestException(tx, mailNo)?.uid }));
  });
  const known = targets.flatMap(({ uid }) => uid ?? []);
  const missing = targets
    .filter(({ uid }) => uid === undefined)
    .map(({ mailNo }) => ({ mailNo, reason: 'exception-not-found', detail: {} }));
  const outcome = await actOnAll({ ledger, clock, ...NO_WAIT }, known, order);
  return line.mailNos === undefined ? doneWithOne(numbers[0] ?? '', outcome, missing) : doneWithMany(outcome, missing);
}

function mailNosOf({ mailNo, mailNos }: ExceptionLine): string[] {
  if ((mailNo === undefined) === (mailNos === undefined)) throw new UsageError('act-not-valid', { field: 'mailNo' });
  return (mailNos ?? [mailNo ?? '']).map(mailNoArgument);
}

function doneWithOne(mailNo: string, { refused }: ActOutcome, missing: readonly Refused[]): Done {
  const [refusal] = [...missing, ...refused];
  return refusal ? { mailNo, applied: false, reason: refusal.reason, detail: refusal.detail } : { mailNo, ...DONE };
}

function doneWithMany({ applied, refused }: ActOutcome, missing: readonly Refused[]): Done {
  const refusals = [...missing, ...refused.map(({ mailNo, reason, detail }) => ({ mailNo, reason, detail }))];
  const [first] = refusals;
  const done = { mailNo: null, count: applied, refusals };
  return applied > 0 || !first ? { ...done, ...DONE } : { ...done, applied: false, reason: first.reason, detail: first.detail };
}

/** A repeated line finds its undo in the log and does nothing more. */
async function undo({ ledger, clock, ids }: Workspace, { id, target }: UndoLine, person: Person): Promise<Done> {
  const now = clock.now();
  const undoId = id ?? ids.uuid(now);
  if (ledger.read((tx) => tx.pluck('SELECT 1 FROM act WHERE id = ?', [undoId])) !== undefined) return { mailNo: null, ...DONE };
  const act = ledger.read((tx) => getUndoableAct(tx, target ?? lastActId(tx, person), person.id));
  const { count, mailNo } = await undoAct({ ledger, clock, ...NO_WAIT }, { act, undoId, personId: person.id, now });
  return { mailNo: count === 1 ? mailNo : null, count, ...DONE };
}

function lastActId(tx: ReadTx, { id }: Person): string {
  const act = lastStandingAct(tx, id);
  if (!act) throw new AppError('not-found', 'nothing-to-undo');
  return act.id;
}

function recordFact({ ledger, clock, ids }: Workspace, line: FactLine, person: Person): Done {
  const now = clock.now();
  const [opId, mailNo] = [line.id ?? ids.uuid(now), mailNoArgument(line.mailNo)];
  const args = factArgs(given(line), now);
  ledger.write((tx) => {
    // A repeated line is harmless, as with every other act.
    if (tx.pluck('SELECT 1 FROM op WHERE id = ?', [opId]) === undefined) recordMail(tx, { mailNo, args, actor: person.id, now, opId });
  });
  return { mailNo, ...DONE };
}

function given(line: FactLine): Parameters<typeof factArgs>[0] {
  const { reason, region, recall, redirect, at, remark } = line;
  return {
    reason,
    ...(region !== undefined && { region }),
    ...(recall !== undefined && { recall }),
    ...(redirect !== undefined && { redirect }),
    ...(at !== undefined && { at }),
    ...(remark !== undefined && { remark }),
  };
}
