import { draftOf } from '#shared/domain/rules/draft.ts';
import type { RuleDraft } from '#shared/domain/rules/draft.ts';
import { DEFAULT_VERSION, foldRuleOp, RULES_SAVE, RULES_WITHDRAW } from '#shared/domain/rules/versions.ts';
import type { RuleOp, RulesSaveArgs, RuleVersion } from '#shared/domain/rules/versions.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import type { ReadTx, WriteTx } from '../../ledger/index.ts';
import { appendOp, entityLog } from '../../ledger/index.ts';

export type RuleAct = { opId: string; actor: string; now: number };
type Row = {
  version: number;
  effective_from: number;
  hash: string;
  body: string;
  reason: string;
  based_on: number;
  saved_at: number;
  saved_by: string;
  withdrawn_at: number | null;
  withdrawn_by: string | null;
  withdrawn_reason: string | null;
};

/** Saved versions in their order, the defaults left out. */
export function listSavedVersions(tx: ReadTx): RuleVersion[] {
  return tx.all<Row>('SELECT * FROM rule_version ORDER BY version').map(versionOf);
}

/** All versions, the newest first; the defaults are the first one of every ledger. */
export function listVersions(tx: ReadTx): RuleVersion[] {
  return [DEFAULT_VERSION, ...listSavedVersions(tx)].reverse();
}

/** One version. Throws `not-found`. */
export function getVersion(tx: ReadTx, version: number): RuleVersion {
  if (version === DEFAULT_VERSION.version) return DEFAULT_VERSION;
  const row = tx.get<Row>('SELECT * FROM rule_version WHERE version = ?', [version]);
  if (!row) throw new AppError('not-found', 'not-found');
  return versionOf(row);
}

/** Saves a draft as the next version. Throws `effective-in-the-past`, and `not-found` for a base that is none. */
export function saveVersion(tx: WriteTx, args: RulesSaveArgs, act: RuleAct): RuleVersion {
  if (args.effectiveFrom < act.now) throw new AppError('invalid-input', 'effective-in-the-past');
  getVersion(tx, args.basedOn);
  const last = tx.pluck<number | null>('SELECT max(version) FROM rule_version') ?? DEFAULT_VERSION.version;
  return append(tx, { kind: RULES_SAVE, version: last + 1, args }, act);
}

/** Takes a version back before its time has come. Throws `not-found`, `version-withdrawn`, `version-has-begun`. */
export function withdrawVersion(tx: WriteTx, { version, reason }: { version: number; reason: string }, act: RuleAct): RuleVersion {
  const before = getVersion(tx, version);
  if (before.withdrawn) throw new AppError('conflict', 'version-withdrawn');
  if (before.effectiveFrom <= act.now) throw new AppError('conflict', 'version-has-begun');
  return append(tx, { kind: RULES_WITHDRAW, version, args: { reason } }, act);
}

function append(tx: WriteTx, { kind, version, args }: { kind: string; version: number; args: object }, act: RuleAct): RuleVersion {
  const op: RuleOp = { kind, entityId: String(version), args, actor: act.actor, occurredAt: act.now };
  appendOp(tx, { ...op, id: act.opId, entity: 'rules', args });
  const versions = new Map(kind === RULES_SAVE ? [] : [[version, getVersion(tx, version)]]);
  foldRuleOp(versions, op);
  const after = versions.get(version) ?? DEFAULT_VERSION;
  write(tx, after);
  tx.emit('rules.changed', {});
  return after;
}

function write(tx: WriteTx, version: RuleVersion): void {
  const { withdrawn } = version;
  tx.run(
    `INSERT INTO rule_version (version, effective_from, hash, body, reason, based_on, saved_at, saved_by)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (version) DO NOTHING`,
    [
      version.version,
      version.effectiveFrom,
      version.hash,
      canonicalJson(draftOf(version.set)),
      version.reason,
      version.basedOn ?? DEFAULT_VERSION.version,
      version.savedAt ?? 0,
      version.savedBy ?? '',
    ],
  );
  if (!withdrawn) return;
  tx.run('UPDATE rule_version SET withdrawn_at = ?, withdrawn_by = ?, withdrawn_reason = ? WHERE version = ?', [
    withdrawn.at,
    withdrawn.by,
    withdrawn.reason,
    version.version,
  ]);
}

/** Folds the log of a version anew, after the server decided of it, and writes what differs. */
export function refoldRules(tx: WriteTx, entityId: string): void {
  const versions = new Map<number, RuleVersion>();
  for (const { kind, args, actor, occurredAt } of entityLog(tx, 'rules', entityId)) {
    if (args !== undefined) foldRuleOp(versions, { kind, entityId, args, actor, occurredAt });
  }
  const number = Number(entityId);
  const after = versions.get(number);
  const before = listSavedVersions(tx).find(({ version }) => version === number);
  if (canonicalJson(after ?? null) === canonicalJson(before ?? null)) return;
  tx.run('DELETE FROM rule_version WHERE version = ?', [number]);
  if (after) write(tx, after);
  tx.emit('rules.changed', {});
}

function versionOf(row: Row): RuleVersion {
  const draft = JSON.parse(row.body) as RuleDraft;
  return {
    version: row.version,
    effectiveFrom: row.effective_from,
    hash: row.hash,
    set: { ...draft, version: row.version, effectiveFrom: row.effective_from },
    reason: row.reason,
    basedOn: row.based_on,
    savedAt: row.saved_at,
    savedBy: row.saved_by,
    withdrawn: row.withdrawn_at === null ? null : { at: row.withdrawn_at, by: row.withdrawn_by ?? '', reason: row.withdrawn_reason ?? '' },
  };
}
