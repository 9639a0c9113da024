import type { Command } from 'commander';
import { REGION_WORDS, RESPONSIBLE_WORDS, RULE_WORDS, TYPE_WORDS } from '#shared/domain/exports/words.ts';
import { EXCEPTION_STATUSES } from '#shared/domain/screening/vocabulary.ts';
import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import { formatDay, formatInstant } from '#shared/kernel/instant.ts';
import { sha256Hex } from '#shared/kernel/sha256.ts';
import { listFindings, stateOf } from '../../engine/screening.ts';
import type { ExceptionRow } from '../../engine/screening.ts';
import type { ReadTx } from '../../engine/index.ts';
import { choiceOption, withCommonOptions } from '../options.ts';
import type { CommonOptions } from '../options.ts';
import { evidenceDocument } from '../output.ts';
import { runOnLedger } from '../run-command.ts';
import { STATUS_NAMES } from '../words.ts';

type ExceptionsOptions = CommonOptions & { status: string };

export function registerExceptions(program: Command): void {
  withCommonOptions(program.command('exceptions'))
    .description('异常邮件')
    .option('--status <status>', 'open self-cleared closed all', 'open')
    .action((options: ExceptionsOptions) =>
      runOnLedger(
        options,
        () => statusOf(options),
        ({ workspace, output }, status) => {
          const exceptions = workspace.ledger.read((tx) => listDocuments(tx, status));
          const digest = digestOf(exceptions);
          output.document({ exceptions, digest }, () =>
            [
              ...exceptions.map(
                (each) =>
                  `${each.mailNo} ${each.day ?? '—'} ${each.regionName} ${each.priority} ${each.abnormalTypeName} ${each.mainRuleName} ${each.responsible.stageName} ${each.responsible.organisation ?? ''}`,
              ),
              `共 ${exceptions.length} 件 · ${digest}`,
            ].join('\n'),
          );
        },
      ),
    );
}

function statusOf({ status }: ExceptionsOptions): string {
  return choiceOption(status, '--status', [...EXCEPTION_STATUSES, 'all'] as const) ?? 'open';
}

function listDocuments(tx: ReadTx, status: string) {
  const rows = tx.all<ExceptionRow>(`SELECT * FROM exception WHERE @status = 'all' OR status = @status ORDER BY mail_no, cycle`, {
    status,
  });
  return rows.map((row) => exceptionDocument(tx, row));
}

function exceptionDocument(tx: ReadTx, row: ExceptionRow) {
  const state = stateOf(row, listFindings(tx, row.uid));
  const { assessment } = state;
  const type = state.type ?? assessment.type;
  const stage = state.stage ?? assessment.stage;
  return {
    mailNo: state.mailNo,
    day: assessment.day === null ? null : formatDay(assessment.day),
    region: assessment.region,
    regionName: REGION_WORDS[assessment.region],
    mainRule: assessment.mainRule,
    mainRuleName: RULE_WORDS[assessment.mainRule],
    abnormalType: type,
    abnormalTypeName: TYPE_WORDS[type],
    priority: assessment.priority,
    status: state.status,
    statusName: STATUS_NAMES[state.status],
    cycle: state.cycle,
    findings: state.findings.map(({ rule, since, evidence }) => ({
      rule,
      ruleName: RULE_WORDS[rule],
      since: formatInstant(since),
      evidence: evidenceDocument(evidence),
    })),
    responsible: {
      stage,
      stageName: RESPONSIBLE_WORDS[stage],
      organisation: state.stage === null ? assessment.organisation : state.organisation,
    },
    owner: state.owner,
    firstAsker: state.firstAsker,
    raisedAt: formatInstant(state.raisedAt),
  };
}

/** Over what screening decided, not over when it ran: two machines that decide the same agree. */
function digestOf(exceptions: readonly ReturnType<typeof exceptionDocument>[]): string {
  return sha256Hex(
    canonicalJson(
      exceptions.map(({ mailNo, cycle, status, findings }) => [mailNo, cycle, status, findings.map(({ rule, since }) => [rule, since])]),
    ),
  );
}
