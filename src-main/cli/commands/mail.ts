import type { Command } from 'commander';
import { REGION_WORDS } from '#shared/domain/exports/words.ts';
import { maskText } from '#shared/domain/mail/masking.ts';
import type { FoldedEvent } from '#shared/domain/screening/evaluation.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { formatDay, formatInstant } from '#shared/kernel/instant.ts';
import { listSources, listVerdicts, MailLoader, rulesAt } from '../../engine/screening.ts';
import type { ReadTx } from '../../engine/index.ts';
import { mailNoArgument, withCommonOptions } from '../options.ts';
import type { CommonOptions } from '../options.ts';
import { runOnLedger } from '../run-command.ts';
import { STAGE_NAMES, VERDICT_NAMES } from '../words.ts';

export function registerMail(program: Command): void {
  withCommonOptions(program.command('mail'))
    .description('一件邮件的来源、轨迹和判定')
    .argument('<mailNo>')
    .action((text: string, options: CommonOptions) =>
      runOnLedger(
        options,
        () => mailNoArgument(text),
        ({ workspace, output }, mailNo) => {
          const document = workspace.ledger.read((tx) => mailDocument(tx, mailNo, workspace.clock.now()));
          output.document(document, () =>
            [
              `${document.mailNo} ${document.regionName} ${document.stageName} 收寄 ${document.acceptedAt ?? '无'} 轨迹截至 ${document.traceAsOf ?? '无'}`,
              ...document.events.map((event) => `${event.opTime} ${event.opCode} ${event.opName} ${event.organisation ?? ''}`),
              ...document.verdicts.map(
                (verdict) => `${verdict.day} ${verdict.regionName} ${verdict.verdictName} ${verdict.rules.join(' ')}`,
              ),
            ].join('\n'),
          );
        },
      ),
    );
}

function mailDocument(tx: ReadTx, mailNo: string, now: number) {
  const row = tx.get<{ id: number; mail_no: string; trace_as_of: number | null }>(
    'SELECT id, mail_no, trace_as_of FROM mail WHERE mail_no = ?',
    [mailNo],
  );
  if (!row) throw new AppError('not-found', 'mail-not-found', { detail: { mailNo } });
  const state = new MailLoader(tx, rulesAt(tx, now)).load(row);
  // Scans beyond the as-of count for nothing but a contradiction, yet a person sees them.
  const events = [...state.events, ...state.beyond].map(eventDocument);
  return {
    mailNo,
    sources: listSources(tx, row.id),
    region: state.region,
    regionName: REGION_WORDS[state.region],
    regionBasis: state.regionBasis,
    acceptedAt: state.acceptance === null ? null : formatInstant(state.acceptance.at),
    /** Only a date was stated: the instant is its 00:00. */
    acceptedDateOnly: state.acceptance !== null && state.acceptance.ageFrom !== state.acceptance.at,
    traceAsOf: state.traceAsOf === null ? null : formatInstant(state.traceAsOf),
    stage: state.stage,
    stageName: STAGE_NAMES[state.stage],
    lastEvent: events[state.events.length - 1] ?? null,
    events,
    verdicts: verdictsOf(tx, row.id, 1),
    /** Verdicts of slots that are no longer the mail's; they count nowhere. */
    history: verdictsOf(tx, row.id, 0),
  };
}

function eventDocument(event: FoldedEvent) {
  const organisation = event.orgName === '' ? event.orgCode : event.orgName;
  return {
    opTime: formatInstant(event.at),
    opCode: event.code,
    opName: maskText(event.names[0] ?? ''),
    stage: event.stage,
    stageName: event.stage === null ? null : STAGE_NAMES[event.stage],
    organisation: organisation === '' ? null : organisation,
    source: event.sources[0] ?? event.source,
  };
}

function verdictsOf(tx: ReadTx, mailId: number, counted: 0 | 1) {
  return listVerdicts(tx, mailId, counted).map(({ day, region, verdict, missing, rules, late }) => ({
    day: formatDay(day),
    region,
    regionName: REGION_WORDS[region],
    verdict,
    verdictName: VERDICT_NAMES[verdict],
    missing,
    rules,
    late,
  }));
}
