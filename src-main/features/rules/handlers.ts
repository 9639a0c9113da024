import type { AppHandlers } from '#shared/contract/contract.ts';
import { changesBetween } from '#shared/domain/rules/changes.ts';
import type { RuleChange } from '#shared/domain/rules/changes.ts';
import { draftHash, draftOf } from '#shared/domain/rules/draft.ts';
import type { RuleDraft } from '#shared/domain/rules/draft.ts';
import { mayDo } from '#shared/domain/permissions/matrix.ts';
import { versionState } from '#shared/domain/rules/versions.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { ReadTx } from '../../ledger/index.ts';
import type { HandlerContext } from '../handler-context.ts';
import { enqueueScreening } from '../jobs/index.ts';
import { listPeople } from '../people/index.ts';
import { problemsOf } from './draft-problems.ts';
import { DryRuns } from './dry-runs.ts';
import { rulesAt } from './reader.ts';
import { listUnseenCodes } from './unseen-codes.ts';
import { getVersion, listVersions, saveVersion, withdrawVersion } from './version-store.ts';

type Rules = AppHandlers['rules'];
type Listed = Awaited<ReturnType<Rules['list']>>;

/** The rules with their versions: everybody reads, 主管 and 管理员 change. */
export function createRulesHandlers(context: HandlerContext): Rules {
  const dryRuns = new DryRuns(context);
  const { clock, ids } = context;
  return {
    list: () => context.ledger().read<Listed>((tx) => listed(tx, { now: clock.now(), mayEdit: mayEdit(context) })),
    get: ({ version }) => {
      const { hash, set } = context.ledger().read((tx) => getVersion(tx, version));
      return { version, hash, draft: draftOf(set) };
    },
    check: ({ draft }) => context.ledger().read<Awaited<ReturnType<Rules['check']>>>((tx) => checked(tx, draft, clock.now())),
    startDryRun: ({ draft }) => {
      assertMayEdit(context);
      const problems = context.ledger().read((tx) => problemsOf(tx, draft, clock.now()));
      if (problems.length > 0) return { dryRunId: null, problems };
      return { dryRunId: dryRuns.start(draft as RuleDraft).id, problems };
    },
    cancelDryRun: ({ dryRunId }) => {
      dryRuns.cancel(dryRunId);
      return {};
    },
    dryRun: () => {
      const run = dryRuns.find();
      if (!run) return { state: 'none', dryRunId: null, hash: null, basedOn: null, asOf: null, done: 0, total: 0, sums: null };
      const { id, hash, state, basedOn, asOf, done, total, sums } = run;
      return { dryRunId: id, hash, state, basedOn, asOf, done, total, sums };
    },
    dryRunMails: (input) => context.ledger().read<Awaited<ReturnType<Rules['dryRunMails']>>>((tx) => dryRuns.mails(tx, input)),
    save: ({ dryRunId, reason, effectiveFrom }) => {
      assertMayEdit(context);
      const [now, actor, run] = [clock.now(), context.person().id, dryRuns.get(dryRunId)];
      if (run.state !== 'done') throw new AppError('conflict', 'dry-run-not-done');
      return context.ledger().write<{ version: number }>((tx) => {
        assertStillTrue(tx, run, now);
        const args = { draft: run.draft, reason, basedOn: run.basedOn, dryRunHash: run.hash, effectiveFrom: effectiveFrom ?? now };
        const { version } = saveVersion(tx, args, { opId: ids.uuid(now), actor, now });
        if (args.effectiveFrom <= now) enqueueScreening(tx, { createdBy: actor });
        return { version };
      });
    },
    withdraw: ({ version, reason }) => {
      assertMayEdit(context);
      const now = clock.now();
      const act = { opId: ids.uuid(now), actor: context.person().id, now };
      context.ledger().write((tx) => void withdrawVersion(tx, { version, reason }, act));
      return {};
    },
    unseenCodes: () => context.ledger().read<ReturnType<typeof listUnseenCodes>>((tx) => listUnseenCodes(tx, rulesAt(tx, clock.now()))),
  };
}

function mayEdit(context: HandlerContext): boolean {
  return mayDo(context.person().role, 'rules.save');
}

function assertMayEdit(context: HandlerContext): void {
  if (!mayEdit(context)) throw new AppError('forbidden', 'not-permitted');
}

function listed(tx: ReadTx, { now, mayEdit: may }: { now: number; mayEdit: boolean }): Listed {
  const versions = listVersions(tx);
  const drafts = new Map(versions.map(({ version, set }) => [version, draftOf(set)]));
  const names = new Map(listPeople(tx).map(({ id, name }) => [id, name]));
  const nameOf = (id: string): string => names.get(id) ?? id;
  const inForce = rulesAt(tx, now).version;
  return {
    inForce,
    mayEdit: may,
    versions: versions.map(({ version, hash, effectiveFrom, savedAt, savedBy, reason, basedOn, withdrawn, set }) => {
      const base = basedOn === null ? undefined : drafts.get(basedOn);
      return {
        version,
        hash,
        effectiveFrom,
        savedAt,
        reason,
        basedOn,
        state: versionState({ version, effectiveFrom, withdrawn }, { now, inForce }),
        savedBy: savedBy === null ? null : nameOf(savedBy),
        withdrawn: withdrawn && { ...withdrawn, by: nameOf(withdrawn.by) },
        changes: base ? changesOnce(base, { name: `${basedOn}/${version}/${hash}`, draft: draftOf(set) }) : [],
      };
    }),
  };
}

const changesKnown = new Map<string, RuleChange[]>();
const CHANGES_KEPT = 500;

/** A version never changes, and so neither does what it changed. */
function changesOnce(base: RuleDraft, { name, draft }: { name: string; draft: RuleDraft }): RuleChange[] {
  const changes = changesKnown.get(name) ?? changesBetween(base, draft);
  if (changesKnown.size >= CHANGES_KEPT) changesKnown.clear();
  changesKnown.set(name, changes);
  return changes;
}

function checked(tx: ReadTx, draft: object, now: number): Awaited<ReturnType<Rules['check']>> {
  const problems = problemsOf(tx, draft, now);
  const changes = changesBetween(draftOf(rulesAt(tx, now).set), draft);
  return { hash: problems.length === 0 ? draftHash(draft as RuleDraft) : null, problems, changes };
}

/** A dry run that was made against other rules, or changes nothing, is no ground to save on. Throws. */
function assertStillTrue(tx: ReadTx, run: { basedOn: number; hash: string }, now: number): void {
  if (rulesAt(tx, now).version !== run.basedOn) throw new AppError('conflict', 'dry-run-outdated');
  if (getVersion(tx, run.basedOn).hash === run.hash) throw new AppError('invalid-input', 'nothing-changed');
}
