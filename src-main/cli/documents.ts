/** The documents of the command line, field by field; `docs/schemas` is rendered from here. */
import { z } from 'zod';
import { SEARCH_SCOPES } from '#shared/contract/search.ts';
import { CLIENT_TIERS } from '#shared/domain/clients/client-row.ts';
import { LEDGER_NAMES } from '#shared/domain/exports/ledgers.ts';
import { IMPORT_KINDS } from '#shared/domain/imports/fields.ts';
import { SOURCE_SYSTEMS } from '#shared/domain/mail/statement.ts';
import { ROLES } from '#shared/domain/people/person.ts';
import { CHANGE_KINDS } from '#shared/domain/rules/changes.ts';
import { RULE_DRAFT } from '#shared/domain/rules/draft.ts';
import { VERSION_STATES } from '#shared/domain/rules/versions.ts';
import {
  ABNORMAL_TYPES,
  EXCEPTION_STATUSES,
  MISSING,
  PRIORITIES,
  REGION_BASES,
  REGIONS,
  RESPONSIBLE_STAGES,
  RULES,
  SLOT_REGIONS,
  STAGES,
  VERDICTS,
} from '#shared/domain/screening/vocabulary.ts';
import { VERDICTS as SYNC_VERDICTS } from '#shared/wire/mutation.ts';
import { actSchema } from './commands/act-lines.ts';

const instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{3})?\+08:00$/)
  .describe('ISO 8601, +08:00');
const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .describe('Shanghai calendar date');
const count = z.int().min(0);
const name = z.string().min(1).describe('Chinese name of the code beside it');
const hex64 = z.string().regex(/^[0-9a-f]{64}$/);

const error = z.strictObject({
  code: z.enum(['usage', 'invalid-input', 'not-found', 'conflict', 'forbidden', 'unavailable', 'offline', 'cancelled', 'internal']),
  reason: z.string().regex(/^[a-z0-9-]+$/),
  detail: z.record(z.string(), z.unknown()),
});

const refusal = z.strictObject({
  row: z.int().min(0),
  reason: z.string(),
  values: z.record(z.string(), z.string()).describe('The row as it stood, by heading; names, phones and addresses masked'),
});

const importedFile = z.strictObject({
  file: z.string(),
  kind: z.enum(IMPORT_KINDS),
  rows: count,
  new: count,
  updated: count,
  repeated: count,
  refused: count,
  refusals: z.array(refusal),
  known: z.boolean().describe('This content had been imported before with this as-of'),
  asOf: instant,
});
const refusedFile = z.strictObject({ file: z.string(), error });

const slot = z.strictObject({
  day,
  region: z.enum(SLOT_REGIONS),
  due: count,
  normal: count,
  abnormal: count,
  undetermined: count,
  onTime: count,
  late: count,
  regionName: name,
});

const finding = z.strictObject({
  rule: z.enum(RULES),
  ruleName: name,
  since: instant,
  evidence: z.record(z.string(), z.unknown()),
});

const exception = z.strictObject({
  mailNo: z.string(),
  day: day.nullable().describe('The day on which the mail is due; null while its region is unknown'),
  region: z.enum(REGIONS),
  regionName: name,
  mainRule: z.enum(RULES),
  mainRuleName: name,
  abnormalType: z.enum(ABNORMAL_TYPES),
  abnormalTypeName: name,
  priority: z.enum(PRIORITIES),
  status: z.enum(EXCEPTION_STATUSES),
  statusName: name,
  cycle: z.int().min(1),
  findings: z.array(finding),
  responsible: z.strictObject({
    stage: z.enum(RESPONSIBLE_STAGES),
    stageName: name,
    organisation: z.string().nullable(),
  }),
  owner: z.string().nullable(),
  firstAsker: z.string().nullable(),
  raisedAt: instant,
});

const event = z.strictObject({
  opTime: instant,
  opCode: z.string(),
  opName: z.string(),
  stage: z.enum(STAGES).nullable(),
  stageName: name.nullable(),
  organisation: z.string().nullable(),
  source: z.enum(SOURCE_SYSTEMS),
});

const verdict = z.strictObject({
  day,
  region: z.enum(SLOT_REGIONS),
  regionName: name,
  verdict: z.enum(VERDICTS),
  verdictName: name,
  missing: z.array(z.enum(MISSING)),
  rules: z.array(z.enum(RULES)),
  late: z.boolean(),
});

const mail = z.strictObject({
  mailNo: z.string(),
  sources: z.array(z.enum(SOURCE_SYSTEMS)),
  region: z.enum(REGIONS),
  regionName: name,
  regionBasis: z.enum(REGION_BASES),
  acceptedAt: instant.nullable(),
  acceptedDateOnly: z.boolean(),
  traceAsOf: instant.nullable(),
  stage: z.enum(STAGES),
  stageName: name,
  lastEvent: event.nullable(),
  events: z.array(event),
  verdicts: z.array(verdict),
  history: z.array(verdict).describe('Verdicts of slots that are no longer the mail’s; they count nowhere'),
});

const foundText = z.strictObject({
  at: instant,
  act: z.string().describe('The act without its area, as in the log: follow-up, feedback, close, record …'),
  by: z.string(),
  mailNo: z.string(),
  excerpt: z.string().describe('Telephone numbers and names beside them masked'),
  marks: z.array(z.tuple([count, count])).describe('Where the excerpt holds the words: from, up to but without'),
});

const found = z.strictObject({
  text: z.string(),
  scope: z.enum(SEARCH_SCOPES),
  mails: z.array(
    z.strictObject({
      mailNo: z.string(),
      region: z.enum(REGIONS),
      regionName: name,
      stage: z.enum(STAGES).nullable(),
      stageName: name.nullable(),
      postingDay: day.nullable(),
      clientName: z.string(),
    }),
  ),
  exceptions: z.array(
    z.strictObject({
      mailNo: z.string(),
      status: z.enum(EXCEPTION_STATUSES),
      statusName: name,
      mainRule: z.enum(RULES),
      mainRuleName: name,
      abnormalType: z.enum(ABNORMAL_TYPES),
      abnormalTypeName: name,
      raisedAt: instant,
      clientName: z.string(),
      excerpt: z.string().nullable().describe('What the exception names that was found; null when its number or client was'),
    }),
  ),
  clients: z.array(z.strictObject({ code: z.string(), name: z.string(), tiers: z.array(z.string()), openExceptions: count })),
  texts: z.array(foundText),
  more: z.strictObject({ mails: z.boolean(), exceptions: z.boolean(), clients: z.boolean(), texts: z.boolean() }),
  index: z.strictObject({ done: count, total: count }),
});

const recorded = z.strictObject({
  region: z.enum(REGIONS).nullable(),
  regionName: name.nullable(),
  recallAt: instant.nullable(),
  redirect: z.strictObject({ cityKey: z.string(), place: z.string(), at: instant }).nullable(),
  remark: z.string().nullable(),
  reason: z.string(),
});

const answer = z.strictObject({
  line: z.int().min(1),
  act: z.string().nullable(),
  mailNo: z.string().nullable(),
  applied: z.boolean(),
  reason: z.string().optional(),
  detail: z.record(z.string(), z.unknown()).optional(),
  count: count.optional().describe('Exceptions done, of a line that names many mails or of an undo'),
  refusals: z
    .array(z.strictObject({ mailNo: z.string(), reason: z.string(), detail: z.record(z.string(), z.unknown()) }))
    .optional()
    .describe('Of a line that names many mails: which were not done, and why'),
});

const person = z.strictObject({
  id: z.string(),
  name: z.string(),
  staffNo: z.string(),
  role: z.enum(ROLES),
  station: z.string(),
  clients: z.array(z.string()).describe('Codes of the clients of an onsite person'),
  removed: z.boolean(),
});

const client = z.strictObject({
  code: z.string(),
  name: z.string(),
  tiers: z.array(z.enum(CLIENT_TIERS)),
  accountManager: z.string(),
  industry: z.string(),
  groups: z.array(z.string()),
  station: z.string().describe('揽投部 that serves the client; empty: none named'),
  seenOnly: z.boolean().describe('Known from imports alone, not from a register'),
});

const generated = z.strictObject({
  mails: count,
  events: count,
  clean: count,
  abnormal: count,
  selfCleared: count,
  undetermined: count,
  ruleCounts: z.partialRecord(z.enum(RULES), count),
  files: count,
  bytes: count,
  steps: count,
  firstPostingDay: day,
  lastPostingDay: day,
  finishedAt: instant,
});

/** By the name of the file in `docs/schemas`. */
const ruleChange = z.strictObject({
  path: z.string().describe('Members from the root, joined by dots'),
  kind: z.enum(CHANGE_KINDS),
  before: z.string().nullable().describe('JSON text'),
  after: z.string().nullable().describe('JSON text'),
});
const kinds = { new: count, gone: count, same: count };
const ruleVersion = {
  version: z.int().min(1),
  state: z.enum(VERSION_STATES),
  hash: hex64,
  effectiveFrom: instant.nullable(),
  savedAt: instant.nullable(),
  savedBy: z.string().nullable(),
  reason: z.string(),
  basedOn: z.int().nullable(),
  withdrawn: z.strictObject({ at: instant, by: z.string(), reason: z.string() }).nullable(),
};
const dryRun = z.strictObject({
  hash: hex64.describe('Names the draft; `rules save` takes it'),
  basedOn: z.int().min(1).describe('Version in force, against which it was tried'),
  asOf: instant,
  changes: z.array(ruleChange),
  mails: count.describe('Posted in the last 30 days'),
  exceptions: z.strictObject(kinds),
  altered: count.describe('Of the same exceptions, those with other findings'),
  atOnce: z.strictObject({ new: count, gone: count }).describe('Brought about by the next screening; the others wait for new facts'),
  findings: z.strictObject(kinds),
  byRule: z.array(z.strictObject({ rule: z.enum(RULES), ruleName: name, ...kinds })),
  byClient: z
    .array(z.strictObject({ clientCode: z.string().nullable(), clientName: z.string(), ...kinds }))
    .describe('The most changed, at most 200'),
  listed: z
    .array(z.strictObject({ mailNo: z.string(), before: z.array(z.enum(RULES)), after: z.array(z.enum(RULES)), atOnce: z.boolean() }))
    .nullable()
    .describe('With --list: the first 500 mails'),
});

const waiting = z.strictObject({ ops: count, mails: count }).describe('What has not been sent yet');
const sentOp = {
  seq: z.int().min(1).describe('Number in the ledger’s log'),
  kind: z.string(),
  subject: z.string().describe('Mail number, or the name of the client or person'),
  actor: z.string(),
  occurredAt: instant,
};

export const DOCUMENTS = {
  erase: z.strictObject({
    mailNo: z.string(),
    dryRun: z.boolean(),
    statements: count.describe('Rows of mail records without their people'),
    events: count.describe('Scans without their words'),
    ops: count.describe('Acts without what was written'),
    records: count.describe('Things that people recorded'),
  }),
  error: z.strictObject({ error }),
  import: z.strictObject({ files: z.array(z.union([importedFile, refusedFile])) }),
  screen: z.strictObject({
    slots: z.array(slot),
    watched: count,
    raised: count,
    withdrawn: count,
    selfCleared: count,
  }),
  exceptions: z.strictObject({ exceptions: z.array(exception), digest: hex64 }),
  mail,
  search: found,
  coverage: z.strictObject({
    day,
    slots: z.array(slot),
    noAcceptance: count,
    unknownRegion: count,
    needFreshTrace: count,
  }),
  rules: z.union([
    z
      .strictObject({ inForce: z.int().min(1), versions: z.array(z.strictObject({ ...ruleVersion, changes: z.array(ruleChange) })) })
      .describe('list'),
    z.strictObject({ ...ruleVersion, rules: RULE_DRAFT }).describe('show'),
    dryRun.describe('dry-run'),
    z.strictObject({ version: z.int().min(1), effectiveFrom: instant, dryRun }).describe('save'),
    z.strictObject({ version: z.int().min(1), withdrawn: z.literal(true) }).describe('withdraw'),
  ]),
  fact: z.strictObject({ mailNo: z.string(), applied: z.literal(true), recorded }),
  act: z.strictObject({ acts: z.array(answer), applied: count, refused: count }),
  export: z.strictObject({
    name: z.enum(LEDGER_NAMES),
    nameTitle: name,
    file: z.string().describe('Where it stands: the wanted path, or another name beside it when that was open elsewhere'),
    format: z.enum(['xlsx', 'csv']),
    rows: count,
    sheets: z.array(
      z.strictObject({
        name: z.string(),
        rows: count,
        checksum: hex64,
        sums: z.array(z.strictObject({ title: z.string(), kind: z.enum(['integer', 'money-fen']), sum: z.int() })),
      }),
    ),
    checksum: hex64.nullable().describe('Of the first sheet; its rule stands in the sheet 说明'),
    renamed: z.boolean(),
  }),
  verify: z.strictObject({
    ok: z.boolean(),
    count,
    differences: z.array(z.strictObject({ what: z.string(), id: z.string(), expected: z.string(), stored: z.string() })),
    opsChecked: count,
    mailsChecked: count,
  }),
  people: z.strictObject({ people: z.array(person) }),
  clients: z.strictObject({ clients: z.array(client) }),
  backup: z.strictObject({ file: z.string(), bytes: count }),
  restore: z.strictObject({ file: z.string(), ledger: z.string(), setAside: z.string().nullable() }),
  enrol: z.strictObject({ server: z.strictObject({ url: z.string(), name: z.string() }), waiting }),
  sync: z.strictObject({
    complete: z.boolean().describe('Everything was sent and everything fetched'),
    pushed: count,
    facts: count.describe('Mails whose facts were sent'),
    received: count.describe('Rows'),
    failure: z.string().nullable(),
    verdicts: z.partialRecord(z.enum(SYNC_VERDICTS), count).describe('Of what was sent now'),
    waiting,
    behind: count.describe('Rows that the server told of and that are not here yet'),
    lastExchangeAt: instant.nullable(),
  }),
  outbox: z.strictObject({ ops: count, mails: count, entries: z.array(z.strictObject(sentOp)).describe('The newest 200') }),
  quarantine: z.strictObject({
    total: count,
    entries: z
      .array(
        z.strictObject({
          ...sentOp,
          text: z.string().describe('The person’s words, masked'),
          verdict: z.enum(SYNC_VERDICTS),
          code: z.string(),
          detail: z.record(z.string(), z.unknown()),
          seen: z.boolean(),
        }),
      )
      .describe('The newest 200'),
  }),
  generate: generated,
  'key-export': z.strictObject({
    ledger: z.string(),
    key: hex64.nullable(),
    keyFile: z.string().nullable(),
    exportedBy: z.strictObject({ id: z.string(), name: z.string(), staffNo: z.string() }),
  }),
} as const;

/** What a file of `act` holds, a line each. */
export const ACT_LINE = actSchema;
