import type { AppContract } from '#shared/contract/contract.ts';
import type { OutputOf } from '#shared/contract/define.ts';
import { guessHeadings } from '#shared/domain/imports/headings.ts';
import type { FieldKey } from '#shared/domain/imports/fields.ts';
import { maskAddress, maskName, maskPhone, maskText } from '#shared/domain/mail/masking.ts';
import type { Refusal } from '#shared/domain/mail/statement.ts';
import type { Job } from '../../jobs/job.ts';
import { listJobs } from '../../jobs/job-store.ts';
import type { ReadTx } from '../../ledger/index.ts';
import { listPeople } from '../people/index.ts';
import { findFile, listFiles, listRefusals } from './file-store.ts';
import type { ImportFileRow } from './file-store.ts';

export type ImportPage = OutputOf<AppContract['imports']['list']>;
type ListedFile = ImportPage['files'][number];
export type RefusalPage = OutputOf<AppContract['imports']['refusals']>;
/** Members of an import job's input that a waiting file is shown by. */
type Order = { fileId: string; name: string; kind: ListedFile['kind']; asOf?: number };

/** A window of the imports, the newest first; those that wait for their turn stand before all and have no row yet. */
export function readImports(tx: ReadTx, { offset, limit }: { offset: number; limit: number }, now: number): ImportPage {
  const jobs = listJobs(tx, { kind: 'import', limit: 1000 });
  const jobOf = new Map<string, Job>();
  for (const job of jobs) if (job.uniqueKey !== undefined && !jobOf.has(job.uniqueKey)) jobOf.set(job.uniqueKey, job);
  const names = new Map(listPeople(tx).map(({ id, name }) => [id, name]));
  const waiting = jobs.filter(({ state, uniqueKey }) => UNDER_WAY.has(state) && findFile(tx, uniqueKey ?? '') === undefined);
  const first = waiting.slice(offset, offset + limit).map((job) => waitingFile(job, names));
  const window = { offset: Math.max(0, offset - waiting.length), limit: limit - first.length };
  const files = listFiles(tx, window).map((file) => fileOf(file, { job: jobOf.get(file.uid), names, now }));
  return {
    files: [...first, ...files],
    total: waiting.length + (tx.pluck<number>("SELECT count(*) FROM import_file WHERE kind <> 'sync'") ?? 0),
  };
}

const UNDER_WAY: ReadonlySet<string> = new Set(['waiting', 'running', 'paused']);

function waitingFile(job: Job, names: ReadonlyMap<string, string>): ListedFile {
  const order = job.input as Order;
  return {
    id: order.fileId,
    jobId: job.id,
    name: order.name,
    kind: order.kind,
    source: '',
    state: job.state === 'paused' ? 'paused' : job.state === 'running' ? 'running' : 'queued',
    reason: null,
    asOf: order.asOf ?? job.createdAt,
    startedAt: job.createdAt,
    finishedAt: null,
    actor: names.get(job.createdBy) ?? null,
    bytesRead: 0,
    bytesTotal: 0,
    rowsPerSecond: 0,
    counts: { rows: 0, new: 0, updated: 0, repeated: 0, refused: 0 },
  };
}

type FileContext = { job: Job | undefined; names: ReadonlyMap<string, string>; now: number };

function fileOf(row: ImportFileRow, { job, names, now }: FileContext): ListedFile {
  const isTurn = job === undefined || job.state !== 'waiting';
  const seconds = ((row.finished_at ?? now) - (job?.startedAt ?? row.started_at)) / 1000;
  return {
    id: row.uid,
    jobId: job?.id ?? null,
    name: row.name,
    kind: row.kind as ListedFile['kind'],
    source: row.source,
    state: row.state === 'running' && !isTurn ? 'queued' : row.state,
    reason: row.reason,
    asOf: row.as_of,
    startedAt: row.started_at,
    finishedAt: row.state === 'running' || row.state === 'paused' ? null : row.finished_at,
    actor: row.actor === null ? null : (names.get(row.actor) ?? row.actor),
    bytesRead: row.bytes_read,
    bytesTotal: row.bytes_total,
    rowsPerSecond: seconds > 0 ? Math.round(row.rows_done / seconds) : 0,
    counts: { rows: row.rows_done, new: row.rows_new, updated: row.rows_updated, repeated: row.rows_repeated, refused: row.rows_refused },
  };
}

/** A window of an import's refused rows, masked. */
export function readRefusals(tx: ReadTx, file: ImportFileRow, window: { offset: number; limit: number }): RefusalPage {
  const refusals = maskRefusals(listRefusals(tx, file.id, window));
  return { total: file.rows_refused, columns: [...new Set(refusals.flatMap(({ values }) => Object.keys(values)))], refusals };
}

/** Personal data of refused rows is masked by what the headings of the file mean. */
export function maskRefusals(refusals: readonly Refusal[]): RefusalPage['refusals'] {
  const masks = new Map<string, (text: string) => string>();
  const mask = (heading: string, value: string): string => {
    const known = masks.get(heading) ?? maskOfHeading(heading);
    masks.set(heading, known);
    return known(value);
  };
  return refusals.map(({ row, reason, values }) => ({
    row,
    reason,
    values: Object.fromEntries(Object.entries(values).map(([heading, value]) => [heading, mask(heading, value)])),
  }));
}

export type MaskName = 'name' | 'phone' | 'address' | 'free-text' | null;
const MASKED_FIELDS: Readonly<Partial<Record<FieldKey, MaskName>>> = {
  mailNo: null,
  senderName: 'name',
  recipientName: 'name',
  recipientPhone: 'phone',
  destAddress: 'address',
};

/** How a column of an original file is hidden; mail numbers, however damaged, stay. */
export function maskNameOfHeading(heading: string): MaskName {
  const field = guessHeadings([heading]).columns[0]?.field ?? null;
  if (field === null) return 'free-text';
  return field in MASKED_FIELDS ? (MASKED_FIELDS[field] ?? null) : 'free-text';
}

const MASKS = { name: maskName, phone: maskPhone, address: maskAddress, 'free-text': maskText };

function maskOfHeading(heading: string): (text: string) => string {
  const name = maskNameOfHeading(heading);
  return name === null ? (text) => text : MASKS[name];
}
