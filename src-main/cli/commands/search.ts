import type { Command } from 'commander';
import { SEARCH_SCOPES, SEARCH_TEXT_MAX } from '#shared/contract/search.ts';
import { REGION_WORDS, RULE_WORDS, TYPE_WORDS } from '#shared/domain/exports/words.ts';
import { formatInstant } from '#shared/kernel/instant.ts';
import { createSearch, indexAll, silentLog, sourceWorkerEntry, systemTimers } from '../../engine/searching.ts';
import { choiceOption, withCommonOptions } from '../options.ts';
import type { CommonOptions } from '../options.ts';
import { runOnLedger } from '../run-command.ts';
import type { CommandContext } from '../run-command.ts';
import { UsageError } from '../usage-error.ts';
import { STAGE_NAMES, STATUS_NAMES } from '../words.ts';

type SearchOptions = CommonOptions & { scope?: string };
type Wish = { text: string; scope: (typeof SEARCH_SCOPES)[number] };

export function registerSearch(program: Command): void {
  withCommonOptions(program.command('search'))
    .description('按邮件号的一段、客户（汉字、拼音、首字母）或记录里的字词查找')
    .argument('<text>')
    .option('--scope <scope>', `只找一类：${SEARCH_SCOPES.join('|')}`)
    .action((text: string, options: SearchOptions) =>
      runOnLedger(
        options,
        (): Wish => {
          if (text.length > SEARCH_TEXT_MAX) throw new UsageError('text-too-long', { most: String(SEARCH_TEXT_MAX) });
          return { text, scope: choiceOption(options.scope, '--scope', SEARCH_SCOPES) ?? 'all' };
        },
        searchLedger,
      ),
    );
}

async function searchLedger({ workspace, output }: CommandContext, wish: Wish): Promise<void> {
  const ports = { ledger: workspace.ledger, clock: workspace.clock, timers: systemTimers, log: silentLog, workerEntry: sourceWorkerEntry };
  await indexAll(ports);
  const found = await createSearch()(ports, wish);
  const document = {
    text: wish.text,
    scope: wish.scope,
    mails: found.mails.hits.map(({ mailNo, region, stage, postingDay, clientName }) => ({
      mailNo,
      region,
      regionName: REGION_WORDS[region],
      stage,
      stageName: stage === null ? null : STAGE_NAMES[stage],
      postingDay,
      clientName,
    })),
    exceptions: found.exceptions.hits.map(({ mailNo, status, mainRule, type, raisedAt, clientName, found: part }) => ({
      mailNo,
      status,
      statusName: STATUS_NAMES[status],
      mainRule,
      mainRuleName: RULE_WORDS[mainRule],
      abnormalType: type,
      abnormalTypeName: TYPE_WORDS[type],
      raisedAt: formatInstant(raisedAt),
      clientName: clientName.text,
      excerpt: part?.text ?? null,
    })),
    clients: found.clients.hits.map(({ code, name, tiers, openExceptions }) => ({ code, name: name.text, tiers, openExceptions })),
    texts: found.texts.hits.map(({ at, act, by, mailNo, excerpt }) => ({
      at: formatInstant(at),
      act,
      by,
      mailNo,
      excerpt: excerpt.text,
      marks: excerpt.marks,
    })),
    more: {
      mails: found.mails.hasMore,
      exceptions: found.exceptions.hasMore,
      clients: found.clients.hasMore,
      texts: found.texts.hasMore,
    },
    index: found.index,
  };
  output.document(document, () => linesOf(document).join('\n'));
}

type Lines = {
  mails: { mailNo: string; regionName: string; clientName: string }[];
  exceptions: { mailNo: string; statusName: string; mainRuleName: string; clientName: string }[];
  clients: { code: string; name: string }[];
  texts: { at: string; by: string; mailNo: string; excerpt: string }[];
};

function linesOf({ mails, exceptions, clients, texts }: Lines): string[] {
  return [
    `邮件 ${mails.length}`,
    ...mails.map((each) => `  ${each.mailNo} ${each.regionName} ${each.clientName}`),
    `异常 ${exceptions.length}`,
    ...exceptions.map((each) => `  ${each.mailNo} ${each.statusName} ${each.mainRuleName} ${each.clientName}`),
    `客户 ${clients.length}`,
    ...clients.map((each) => `  ${each.code} ${each.name}`),
    `文字 ${texts.length}`,
    ...texts.map((each) => `  ${each.at} ${each.mailNo} ${each.by} ${each.excerpt}`),
  ];
}
