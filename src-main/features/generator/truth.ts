import { z } from 'zod';
import { ABNORMAL_TYPES, REGIONS, RESPONSIBLE_STAGES, RULES, SLOT_REGIONS } from '#shared/domain/screening/vocabulary.ts';

/** `YYYY-MM-DD`. */
const day = z.string();

/** A mail that must stand in the exceptions after the last screening. */
export const abnormalMailSchema = z.object({
  mailNo: z.string(),
  /** What it was planted as. */
  script: z.string(),
  region: z.enum(REGIONS),
  postedOn: day,
  /** Day of its slot; null without a slot. */
  day: day.nullable(),
  /** Every rule that fires at the last screening, in order of precedence. */
  rules: z.array(z.enum(RULES)).min(1),
  mainRule: z.enum(RULES),
  abnormalType: z.enum(ABNORMAL_TYPES),
  responsibleStage: z.enum(RESPONSIBLE_STAGES),
});
export type AbnormalMail = z.infer<typeof abnormalMailSchema>;

/** Figures of one slot after the last screening; `day` may lie before the first posting day (carried over). */
export const slotTruthSchema = z.object({
  day,
  region: z.enum(SLOT_REGIONS),
  due: z.int(),
  normal: z.int(),
  abnormal: z.int(),
  undetermined: z.int(),
  onTime: z.int(),
  late: z.int(),
});
export type SlotTruth = z.infer<typeof slotTruthSchema>;

export const REFUSAL_KINDS = ['scientific-number', 'missing-number', 'time-without-date'] as const;
export type RefusalKind = (typeof REFUSAL_KINDS)[number];

export const fileTruthSchema = z.object({
  file: z.string(),
  kind: z.enum(['mails', 'registered', 'quality-grid', 'clients', 'traces', 'late-traces']),
  format: z.enum(['csv', 'xlsx', 'spreadsheetml', 'jsonl']),
  encoding: z.enum(['gbk', 'utf-8-bom', 'utf-8', 'binary']),
  /** Data rows (lines of JSON for traces), refused and repeated ones included. */
  rows: z.int(),
  /** Rows that repeat another row of the same file. */
  repeated: z.int(),
  /** `row` as a person counts: the sheet's row or the file's line, headings included. */
  refused: z.array(z.object({ row: z.int(), kind: z.enum(REFUSAL_KINDS) })),
  /** Values damaged but readable, by kind. */
  cleaned: z.record(z.string(), z.int()),
});
export type FileTruth = z.infer<typeof fileTruthSchema>;

export const truthSchema = z.object({
  version: z.literal(1),
  seed: z.int(),
  mails: z.int(),
  events: z.int(),
  /** Mails planted with nothing to find; every mail not listed below is one of them or undetermined. */
  clean: z.int(),
  /** Mails posted before the first day, so that long silences exist. */
  carriedOver: z.int(),
  abnormal: z.array(abnormalMailSchema),
  /** Raised at some screening, nothing fires at the last. */
  selfCleared: z.array(z.object({ mailNo: z.string(), region: z.enum(REGIONS), postedOn: day, day: day.nullable() })),
  /** Undetermined at the end, or of unknown region. */
  undetermined: z.array(z.object({ mailNo: z.string(), region: z.enum(REGIONS), postedOn: day, script: z.string() })),
  /** How many abnormal mails show each rule at the last screening. */
  ruleCounts: z.partialRecord(z.enum(RULES), z.int()),
  slots: z.array(slotTruthSchema),
  files: z.array(fileTruthSchema),
  dirt: z.object({
    repeatedRows: z.int(),
    refusedRows: z.int(),
    cleanedValues: z.int(),
    repeatedEvents: z.int(),
    disorderedEnvelopes: z.int(),
    lateFiles: z.int(),
    lateMails: z.int(),
  }),
});
export type Truth = z.infer<typeof truthSchema>;
