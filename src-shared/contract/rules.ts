import { z } from 'zod';
import { CHANGE_KINDS } from '../domain/rules/changes.ts';
import { DRAFT_REASONS } from '../domain/rules/check-draft.ts';
import { RULE_DRAFT } from '../domain/rules/draft.ts';
import { REASON_MAX, VERSION_STATES } from '../domain/rules/versions.ts';
import { CODE_SYSTEMS } from '../domain/mail/statement.ts';
import { command, query, topic } from './define.ts';
import { instant, mailNo, none, region, rule, stage, text } from './shapes.ts';

const version = z.number().int().min(1);
const count = z.number().int();
const hash = z.string().length(64);
/** Checked in the handler, which answers with every bound that it breaks instead of a refusal. */
const draft = z.record(z.string(), z.unknown());

const change = z.object({ path: z.string(), kind: z.enum(CHANGE_KINDS), before: z.string().nullable(), after: z.string().nullable() });
const problem = z.object({
  path: z.string(),
  reason: z.enum(DRAFT_REASONS),
  detail: z.record(z.string(), z.union([z.string(), z.number()])),
});

const listedVersion = z.object({
  version,
  state: z.enum(VERSION_STATES),
  hash,
  effectiveFrom: instant,
  /** Null: the default rules, which nobody saved. */
  savedAt: instant.nullable(),
  savedBy: z.string().nullable(),
  reason: z.string(),
  basedOn: version.nullable(),
  withdrawn: z.object({ at: instant, by: z.string(), reason: z.string() }).nullable(),
  /** Against the version that it was made from. */
  changes: z.array(change),
});

export const DRY_RUN_LISTS = ['new', 'gone', 'same'] as const;
const kinds = { new: count, gone: count, same: count };
const sums = z.object({
  mails: count,
  exceptions: z.object(kinds),
  /** Of the same exceptions, those whose findings differ. */
  altered: count,
  /** Of the new and gone ones, those that the next screening brings about; the others wait for new facts. */
  atOnce: z.object({ new: count, gone: count }),
  findings: z.object(kinds),
  byRule: z.array(z.object({ rule, ...kinds })),
  /** The most changed first; at most 200. */
  byClient: z.array(z.object({ clientCode: z.string().nullable(), clientName: z.string(), ...kinds })),
  clients: count,
});

export const DRY_RUN_STATES = ['none', 'running', 'done', 'cancelled', 'failed'] as const;

export const rules = {
  list: query({ input: none, output: z.object({ inForce: version, mayEdit: z.boolean(), versions: z.array(listedVersion) }) }),
  get: query({ input: z.object({ version }), output: z.object({ version, hash, draft: RULE_DRAFT }), reasons: ['not-found'] }),
  /** What is wrong with a draft, and what it changes of the rules in force. */
  check: query({
    input: z.object({ draft }),
    output: z.object({ hash: hash.nullable(), problems: z.array(problem), changes: z.array(change) }),
  }),
  /** Tries a draft on the mails of the last 30 days; one at a time, a new one takes the place of the last. Writes nothing. */
  startDryRun: command({
    input: z.object({ draft }),
    output: z.object({ dryRunId: z.string().nullable(), problems: z.array(problem) }),
  }),
  cancelDryRun: command({ input: z.object({ dryRunId: z.string() }), output: none }),
  /** The asker's last dry run; it is forgotten when the program stops. */
  dryRun: query({
    input: none,
    output: z.object({
      state: z.enum(DRY_RUN_STATES),
      dryRunId: z.string().nullable(),
      hash: hash.nullable(),
      basedOn: version.nullable(),
      asOf: instant.nullable(),
      done: count,
      total: count,
      sums: sums.nullable(),
    }),
  }),
  /** The mails behind one number of a dry run. */
  dryRunMails: query({
    input: z.object({
      dryRunId: z.string(),
      list: z.enum(DRY_RUN_LISTS),
      rule: rule.nullable(),
      /** Null: of all clients; an empty code: of mails without one. */
      clientCode: z.string().nullable(),
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(500),
    }),
    output: z.object({
      total: count,
      mails: z.array(
        z.object({
          mailNo,
          clientName: z.string(),
          acceptedAt: instant.nullable(),
          region,
          stage: stage.nullable(),
          before: z.array(rule),
          after: z.array(rule),
          atOnce: z.boolean(),
        }),
      ),
    }),
    reasons: ['dry-run-unknown'],
  }),
  /** Saves the draft of a dry run that has ended, and no other. */
  save: command({
    input: z.object({ dryRunId: z.string(), reason: text(REASON_MAX), /** Null: from now on. */ effectiveFrom: instant.nullable() }),
    output: z.object({ version }),
    reasons: ['dry-run-unknown', 'dry-run-not-done', 'dry-run-outdated', 'nothing-changed', 'effective-in-the-past'],
  }),
  withdraw: command({
    input: z.object({ version, reason: text(REASON_MAX) }),
    output: none,
    reasons: ['not-found', 'version-withdrawn', 'version-has-begun'],
  }),
  /** Operation codes that no table knows, as they were met. */
  unseenCodes: query({
    input: none,
    output: z.object({
      /** So many mails, the newest, were searched for examples. */
      searched: count,
      codes: z.array(
        z.object({
          system: z.enum(CODE_SYSTEMS),
          code: z.string(),
          names: z.array(z.string()),
          firstAt: instant,
          /** What its name means by the words of the rules in force. */
          stageByName: stage.nullable(),
          mails: count,
          example: mailNo.nullable(),
        }),
      ),
    }),
  }),
  changed: topic(none),
  dryRunMoved: topic(none),
};
