import { z } from 'zod';
import { LAST_HEADING_ROW } from '../domain/imports/mapping.ts';
import { command, query, topic } from './define.ts';
import { instant, none } from './shapes.ts';

const kind = z.enum(['mails', 'traces', 'clients', 'auto']);
export const importSource = z.union([z.object({ path: z.string().min(1).max(4096) }), z.object({ text: z.string().max(2_000_000) })]);
/** Heading, as `headings` lists it (unique within a file), → field key; `''` leaves the column out. */
const mapping = z.record(z.string(), z.string());
/** What a person settled about where the rows stand: a sheet by its name, and the (last) heading row, from 1. */
const place = { sheet: z.string().max(255).optional(), headingRow: z.number().int().min(1).max(LAST_HEADING_ROW).optional() };
const order = z.object({ source: importSource, kind, asOf: instant, mapping: mapping.optional(), ...place });
const counts = z.object({
  rows: z.number().int(),
  new: z.number().int(),
  updated: z.number().int(),
  repeated: z.number().int(),
  refused: z.number().int(),
});
const refusal = z.object({ row: z.number().int(), reason: z.string(), values: z.record(z.string(), z.string()) });
const FILE_REASONS = [
  'file-not-found',
  'file-encrypted',
  'file-corrupt',
  'file-locked',
  'file-too-large',
  'file-empty',
  'file-unrecognised',
  'as-of-in-future',
  'headings-not-found',
  'kind-mismatch',
  'sheet-not-found',
  'file-unsafe',
] as const;

export const IMPORT_STATES = ['queued', 'running', 'paused', 'done', 'cancelled', 'failed'] as const;
const importFile = z.object({
  id: z.string(),
  jobId: z.string().nullable(),
  name: z.string(),
  kind,
  source: z.string(),
  state: z.enum(IMPORT_STATES),
  reason: z.string().nullable(),
  asOf: instant,
  startedAt: instant,
  finishedAt: instant.nullable(),
  actor: z.string().nullable(),
  bytesRead: z.number(),
  bytesTotal: z.number(),
  rowsPerSecond: z.number(),
  counts,
});

export const imports = {
  /** Looks at a file without taking anything: format, headings, mapping, preview, proposed as-of. */
  inspect: query({
    /** `placeAnew`: no remembered sheet or heading row is followed; the file is read as it says by itself. */
    input: z.object({ source: importSource, mapping: mapping.optional(), ...place, placeAnew: z.boolean().optional() }),
    output: z.object({
      name: z.string(),
      format: z.string(),
      encoding: z.string(),
      sizeBytes: z.number(),
      kind,
      source: z.string(),
      sheet: z.string().nullable(),
      headingRow: z.number().int().nullable(),
      /** Sheets of a workbook with their filled rows; `rows` is null where only a full reading tells. */
      sheets: z.array(z.object({ name: z.string(), rows: z.number().int().nullable(), hidden: z.boolean(), recognised: z.boolean() })),
      /** What a person chose, now or when these headings came before; null: found by itself. */
      chosen: z.object({ sheet: z.string().nullable(), headingRow: z.number().int().nullable() }),
      /** The sheet's first rows as they stand, the heading row among them. */
      top: z.array(z.object({ row: z.number().int(), cells: z.array(z.string()) })),
      headings: z.array(z.string()),
      mapping,
      confidence: z.record(z.string(), z.number()),
      fields: z.array(z.string()),
      preview: z.array(z.array(z.string())),
      proposedAsOf: instant.nullable(),
      alreadyImportedAt: instant.nullable(),
      mappingRemembered: z.boolean(),
    }),
    reasons: FILE_REASONS,
  }),
  /** Reads all rows and says what an import would do; runs as a job, nothing is written. */
  dryRun: command({
    input: order,
    output: z.object({ counts, refusals: z.array(refusal).max(200), durationMs: z.number() }),
    reasons: FILE_REASONS,
  }),
  start: command({
    input: order,
    output: z.object({ fileId: z.string(), jobId: z.string() }),
    reasons: FILE_REASONS,
  }),
  pause: command({ input: z.object({ fileId: z.string() }), output: none }),
  resume: command({ input: z.object({ fileId: z.string() }), output: none }),
  cancel: command({ input: z.object({ fileId: z.string() }), output: none }),
  /** The newest first, those that wait before all others. */
  list: query({
    input: z.object({ limit: z.number().int().min(1).max(200), offset: z.number().int().min(0).optional() }),
    output: z.object({ files: z.array(importFile), total: z.number().int() }),
  }),
  refusals: query({
    input: z.object({ fileId: z.string(), offset: z.number().int().min(0), limit: z.number().int().max(500) }),
    output: z.object({ total: z.number().int(), columns: z.array(z.string()), refusals: z.array(refusal) }),
  }),
  /** Writes the refused rows, masked, beside their reasons, as xlsx. */
  exportRefusals: command({
    input: z.object({ fileId: z.string(), path: z.string().max(4096) }),
    output: z.object({ path: z.string(), rows: z.number().int() }),
    reasons: ['target-folder-missing'],
  }),
  watchFolder: query({
    input: none,
    output: z.object({ path: z.string().nullable(), deleteAfterDays: z.number().int(), problem: z.string().nullable() }),
  }),
  setWatchFolder: command({
    input: z.object({ path: z.string().max(4096).nullable(), deleteAfterDays: z.number().int().min(0).max(365) }),
    output: none,
    reasons: ['folder-not-found'],
  }),
  changed: topic(z.object({ fileIds: z.array(z.string()) })),
};
