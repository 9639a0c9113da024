import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { RULE_WORDS } from '#shared/domain/exports/words.ts';
import { changesBetween } from '#shared/domain/rules/changes.ts';
import { compileRules } from '#shared/domain/rules/compile.ts';
import { asVersion, draftHash, draftOf } from '#shared/domain/rules/draft.ts';
import type { RuleDraft } from '#shared/domain/rules/draft.ts';
import { versionState } from '#shared/domain/rules/versions.ts';
import type { RuleVersion } from '#shared/domain/rules/versions.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { formatInstant } from '#shared/kernel/instant.ts';
import {
  getVersion,
  listVersions,
  mailsOfDryRun,
  namedSums,
  problemsOf,
  runDryRun,
  rulesAt,
  saveVersion,
  withdrawVersion,
} from '../../engine/rules.ts';
import type { DryRunTally } from '../../engine/rules.ts';
import { choiceOption, instantOption, withCommonOptions } from '../options.ts';
import type { CommonOptions } from '../options.ts';
import { actorOf, noWish, runOnLedger } from '../run-command.ts';
import type { CommandContext } from '../run-command.ts';
import { UsageError } from '../usage-error.ts';

const LISTS = ['new', 'gone', 'same'] as const;
const LISTED_MAX = 500;
type DryRunOptions = CommonOptions & { list?: string };
type SaveOptions = CommonOptions & { reason: string; dryRun: string; effective?: string };

export function registerRules(program: Command): void {
  const rules = program.command('rules').description('规则的版本：查看、试跑、保存、撤回');
  withCommonOptions(rules.command('list'))
    .description('列出各版规则')
    .action((options: CommonOptions) => runOnLedger(options, noWish, list));
  withCommonOptions(rules.command('show'))
    .description('一版规则的全部内容；不给版本号为现行规则')
    .argument('[version]')
    .action((text: string | undefined, options: CommonOptions) => runOnLedger(options, () => versionOf(text), show));
  withCommonOptions(rules.command('dry-run'))
    .description('用近 30 天的邮件试跑一份草稿，不写入')
    .argument('<file>', '草稿：show 的 rules 改过之后的 JSON')
    .option('--list <kind>', `列出数字背后的邮件：${LISTS.join(' ')}`)
    .action((file: string, options: DryRunOptions) =>
      runOnLedger(
        options,
        () => ({ draft: readDraft(file), kind: choiceOption(options.list, '--list', LISTS) }),
        async (context, wish) => {
          const document = await tried(context, wish);
          context.output.document(document, () => dryRunText(document));
        },
      ),
    );
  withCommonOptions(rules.command('save'))
    .description('保存试跑过的草稿为新的一版')
    .argument('<file>')
    .requiredOption('--reason <text>', '理由')
    .requiredOption('--dry-run <hash>', '试跑给出的 hash：只保存试跑过的那一份')
    .option('--effective <iso>', '生效时间，默认立即')
    .action((file: string, options: SaveOptions) =>
      runOnLedger(options, () => ({ draft: readDraft(file), effective: instantOption(options.effective, '--effective'), options }), save),
    );
  withCommonOptions(rules.command('withdraw'))
    .description('撤回还没有生效的一版')
    .argument('<version>')
    .requiredOption('--reason <text>', '理由')
    .action((text: string, options: CommonOptions & { reason: string }) =>
      runOnLedger(options, () => ({ version: versionOf(text) ?? 0, reason: reasonOf(options.reason) }), withdraw),
    );
}

function list({ workspace, output }: CommandContext): void {
  const now = workspace.clock.now();
  const { versions, inForce } = workspace.ledger.read((tx) => ({ versions: listVersions(tx), inForce: rulesAt(tx, now).version }));
  const drafts = new Map(versions.map(({ version, set }) => [version, draftOf(set)]));
  const documents = versions.map((version) => {
    const base = version.basedOn === null ? undefined : drafts.get(version.basedOn);
    return { ...versionDocument(version, { now, inForce }), changes: base ? changesBetween(base, draftOf(version.set)) : [] };
  });
  output.document({ inForce, versions: documents }, () =>
    documents.map(({ version, state, effectiveFrom, reason }) => `${version} ${state} ${effectiveFrom ?? '—'} ${reason}`).join('\n'),
  );
}

function show({ workspace, output }: CommandContext, wanted: number | undefined): void {
  const now = workspace.clock.now();
  const { version, inForce } = workspace.ledger.read((tx) => {
    const current = rulesAt(tx, now).version;
    return { version: getVersion(tx, wanted ?? current), inForce: current };
  });
  const document = { ...versionDocument(version, { now, inForce }), rules: draftOf(version.set) };
  output.document(document, () => JSON.stringify(document.rules, null, 2));
}

async function save(
  context: CommandContext,
  { draft, effective, options }: { draft: unknown; effective: number | undefined; options: SaveOptions },
): Promise<void> {
  const { workspace, output } = context;
  const reason = reasonOf(options.reason);
  const actor = await editorOf(context);
  const dryRun = await tried(context, { draft, kind: undefined });
  if (dryRun.hash !== options.dryRun) throw new AppError('conflict', 'dry-run-unknown', { detail: { hash: dryRun.hash } });
  if (dryRun.changes.length === 0) throw new AppError('invalid-input', 'nothing-changed');
  const now = workspace.clock.now();
  const args = { draft: draft as RuleDraft, reason, basedOn: dryRun.basedOn, dryRunHash: dryRun.hash, effectiveFrom: effective ?? now };
  const { version } = workspace.ledger.write((tx) => saveVersion(tx, args, { opId: workspace.ids.uuid(now), actor, now }));
  const document = { version, effectiveFrom: formatInstant(args.effectiveFrom), dryRun };
  output.document(document, () => [`已保存第 ${version} 版，${document.effectiveFrom} 起生效`, dryRunText(dryRun)].join('\n'));
}

async function withdraw(context: CommandContext, { version, reason }: { version: number; reason: string }): Promise<void> {
  const { workspace, output } = context;
  const actor = await editorOf(context);
  const now = workspace.clock.now();
  workspace.ledger.write((tx) => void withdrawVersion(tx, { version, reason }, { opId: workspace.ids.uuid(now), actor, now }));
  output.document({ version, withdrawn: true }, () => `已撤回第 ${version} 版`);
}

type DryRunDocument = ReturnType<typeof dryRunDocument>;

async function tried(
  { workspace, output }: CommandContext,
  wish: { draft: unknown; kind: (typeof LISTS)[number] | undefined },
): Promise<DryRunDocument> {
  const { ledger, clock } = workspace;
  const now = clock.now();
  const [problem, ...others] = ledger.read((tx) => problemsOf(tx, wish.draft, now));
  if (problem) {
    const detail = { path: problem.path, problem: problem.reason, others: others.length, ...problem.detail };
    throw new AppError('invalid-input', 'draft-not-valid', { detail });
  }
  const draft = wish.draft as RuleDraft;
  const before = ledger.read((tx) => rulesAt(tx, now));
  const after = compileRules(asVersion(draft, { version: before.version + 1, effectiveFrom: now }));
  const tally = await runDryRun({
    ledger,
    now,
    before,
    after,
    signal: { aborted: false },
    onProgress: (done, total) => output.progress(`已试 ${done}/${total}`),
  });
  return dryRunDocument(workspace, {
    tally,
    draft,
    kind: wish.kind,
    base: { draft: draftOf(before.set), version: before.version, asOf: now },
  });
}

type Tried = {
  tally: DryRunTally;
  draft: RuleDraft;
  kind: (typeof LISTS)[number] | undefined;
  base: { draft: RuleDraft; version: number; asOf: number };
};

function dryRunDocument({ ledger }: CommandContext['workspace'], { tally, draft, kind, base }: Tried) {
  const all = { rule: null, clientCode: null, dryRunId: '', offset: 0, limit: LISTED_MAX };
  return ledger.read((tx) => {
    const { byRule, clients: _clients, ...sums } = namedSums(tx, tally);
    const listed = kind === undefined ? null : mailsOfDryRun(tx, tally, { ...all, list: kind }).mails;
    return {
      hash: draftHash(draft),
      basedOn: base.version,
      asOf: formatInstant(base.asOf),
      changes: changesBetween(base.draft, draft),
      ...sums,
      byRule: byRule.map(({ rule, ...counts }) => ({ rule, ruleName: RULE_WORDS[rule], ...counts })),
      listed: listed && listed.map(({ mailNo, before, after, atOnce }) => ({ mailNo, before, after, atOnce })),
    };
  });
}

function dryRunText({ hash, exceptions, byRule, mails }: DryRunDocument): string {
  const line = (name: string, counts: { new: number; gone: number; same: number }): string =>
    `${name} 新增 ${counts.new} · 消失 ${counts.gone} · 不变 ${counts.same}`;
  return [
    `邮件 ${mails}`,
    line('异常件', exceptions),
    ...byRule.map(({ ruleName, ...counts }) => line(ruleName, counts)),
    `hash ${hash}`,
  ].join('\n');
}

function versionDocument(version: RuleVersion, at: { now: number; inForce: number }) {
  const { effectiveFrom, savedAt, withdrawn } = version;
  return {
    version: version.version,
    state: versionState(version, at),
    hash: version.hash,
    effectiveFrom: savedAt === null ? null : formatInstant(effectiveFrom),
    savedAt: savedAt === null ? null : formatInstant(savedAt),
    savedBy: version.savedBy,
    reason: version.reason,
    basedOn: version.basedOn,
    withdrawn: withdrawn && { ...withdrawn, at: formatInstant(withdrawn.at) },
  };
}

/** Only 主管 and 管理员 change rules; on a test ledger anybody may. */
function editorOf(context: CommandContext): Promise<string> {
  return actorOf(context, 'rules.save');
}

function versionOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw new UsageError('number-not-valid', { option: 'version', value: text });
  return Number(text);
}

function reasonOf(text: string): string {
  if (text.trim() === '') throw new UsageError('option-missing', { option: '--reason' });
  return text.trim();
}

/** A file that is no JSON is a usage error; what is wrong within it is told by the draft's check. */
function readDraft(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (cause) {
    throw new AppError('not-found', 'file-not-found', { cause });
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new AppError('invalid-input', 'draft-not-json', { cause });
  }
}
