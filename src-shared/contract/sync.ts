import { z } from 'zod';
import { VERDICTS } from '../wire/mutation.ts';
import { command, query, topic } from './define.ts';
import { instant, none, personId, text } from './shapes.ts';

/** How it stands between this ledger and the server; each has a pill of its own. */
export const SYNC_PHASES = ['none', 'synced', 'sending', 'offline', 'conflict', 'failed', 'revoked'] as const;

const detail = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
/** An op in plain words: the screen puts them together from kind, subject and details. */
const entry = z.object({
  opId: z.string(),
  seq: z.number().int(),
  kind: z.string(),
  entity: z.string(),
  entityId: z.string(),
  /** Mail number, client name, person's name: what the op is about. */
  subject: z.string(),
  /** Masked words of the op, where it has any. */
  text: z.string(),
  actorName: z.string(),
  occurredAt: instant,
});
const refused = entry.extend({
  verdict: z.enum(VERDICTS),
  code: z.string(),
  detail,
  /** Taken note of: it leaves the list of what is to be looked at, never the history. */
  seenAt: instant.nullable(),
});
const page = { limit: z.number().int().min(1).max(200), before: z.number().int().nullable() };

/** 同步中心: what is pending, what failed and why, what conflicts, what came. */
export const sync = {
  state: query({
    input: none,
    output: z.object({
      phase: z.enum(SYNC_PHASES),
      server: z.object({ url: z.string(), name: z.string(), deviceName: z.string(), enrolledAt: instant }).nullable(),
      /** Ops and mails that wait to be sent. */
      pendingOps: z.number().int(),
      pendingMails: z.number().int(),
      failed: z.number().int(),
      conflicts: z.number().int(),
      lastExchangeAt: instant.nullable(),
      offlineSince: instant.nullable(),
      nextTryAt: instant.nullable(),
      /** Reason of the last failure, of the wire or `no-network`. */
      lastFailure: z.string().nullable(),
      /** Estimated server clock minus device clock. */
      clockOffsetMs: z.number().int(),
      received: z.number().int(),
      bootstrapping: z.object({ done: z.number().int(), total: z.number().int() }).nullable(),
    }),
  }),
  /** Joins a server with a one-time code; what this ledger holds is then uploaded. */
  enrol: command({
    input: z.object({ url: z.string().trim().min(8).max(200), code: text(40), deviceName: z.string().trim().max(80) }),
    output: z.object({ serverName: z.string(), pendingOps: z.number().int(), pendingMails: z.number().int() }),
    reasons: [
      'server-unreachable',
      'server-not-valid',
      'code-not-valid',
      'already-enrolled',
      'ledger-never-syncs',
      'staff-no-differs',
      'upgrade-required',
    ],
  }),
  /** One more person of this device joins with a code of the own. */
  enrolPerson: command({
    input: z.object({ code: text(40) }),
    output: z.object({ personId }),
    reasons: ['server-unreachable', 'code-not-valid', 'not-enrolled', 'staff-no-differs'],
  }),
  /** Sends and fetches now, whatever the back-off says. */
  now: command({ input: none, output: none, reasons: ['not-enrolled'] }),
  pending: query({ input: z.object(page), output: z.object({ entries: z.array(entry), total: z.number().int() }) }),
  failures: query({ input: z.object(page), output: z.object({ entries: z.array(refused), total: z.number().int() }) }),
  /** Fields that two people set differently: the later arrival counts, the earlier is shown beside it. */
  conflicts: query({
    input: z.object(page),
    output: z.object({
      entries: z.array(
        refused.extend({
          fields: z.array(
            z.object({ field: z.string(), before: z.string(), mine: z.string(), theirs: z.string(), by: z.string(), at: instant }),
          ),
        }),
      ),
      total: z.number().int(),
    }),
  }),
  history: query({
    input: z.object(page),
    output: z.object({ entries: z.array(entry.extend({ receivedAt: instant, verdict: z.enum(VERDICTS) })), total: z.number().int() }),
  }),
  /** Takes note of a refusal or a conflict. */
  dismiss: command({ input: z.object({ opIds: z.array(z.string().max(200)).max(200) }), output: none }),
  /** Settles a conflict: the named fields of one's own are set again as a new act. */
  settle: command({
    input: z.object({
      opId: z.string().max(200),
      keepMine: z.array(z.string().max(60)).max(20),
      /** Why it was chosen so: becomes a follow-up of the exception. */
      note: z.string().trim().max(500).optional(),
    }),
    output: none,
    reasons: ['not-found', 'exception-closed', 'claimed-by-other', 'not-permitted'],
  }),
  /** 同步诊断: cursors, counts, verdicts and times without personal data, as a JSON file. */
  doctor: command({
    input: z.object({ path: z.string().min(1).max(4096) }),
    output: z.object({ path: z.string(), bytes: z.number().int() }),
    reasons: ['target-not-writable'],
  }),
  changed: topic(none),
};
