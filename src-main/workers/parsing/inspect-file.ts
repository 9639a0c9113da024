import { findExportTime } from '#shared/domain/imports/export-time.ts';
import type { DetectedKind, FieldKey } from '#shared/domain/imports/fields.ts';
import { HEADER_SEARCH_ROWS, findHeader } from '#shared/domain/imports/header-row.ts';
import { columnKeys, headingFingerprint } from '#shared/domain/imports/mapping.ts';
import type { Mapping } from '#shared/domain/imports/mapping.ts';
import type { RawRow } from '#shared/domain/imports/raw-row.ts';
import { createTableReader } from '#shared/domain/imports/table-reader.ts';
import type { RowSink } from '#shared/domain/imports/table-reader.ts';
import type { SourceSystem } from '#shared/domain/mail/statement.ts';
import { asFileError } from './file-error.ts';
import { readJsonFile } from './json-file.ts';
import type { AnswerTimes } from './json-file.ts';
import { openSheetFile } from './open-sheets.ts';
import { wantedSheets } from './parse-file.ts';
import type { SheetSource } from './sheets.ts';
import { sniffFile } from './sniff.ts';
import type { FileSniff } from './sniff.ts';

export const PREVIEW_ROWS = 50;
/** Rows of a sheet as they stand, from its top; one of them may be chosen as the heading row. */
const TOP_ROWS = HEADER_SEARCH_ROWS;
const TOP_ROWS_BELOW_HEADINGS = 8;

export type InspectedColumn = {
  /** Heading as it stands, and the key under which a mapping names the column. */
  readonly heading: string;
  readonly key: string;
  readonly field: FieldKey | null;
  /** What the heading says by itself, without any mapping. */
  readonly guessed: FieldKey | null;
  readonly confidence: number;
};

export type InspectedSheet = {
  readonly name: string;
  readonly hidden: boolean;
  /** Filled rows, headings and texts above them included; undefined when not asked for, or too dear to know. */
  readonly rowCount?: number;
  /** undefined when no heading row was found. */
  readonly headerRow?: number;
  /** What would be found without any mapping. */
  readonly unaided: { readonly headerRow?: number; readonly kind: DetectedKind };
  readonly columns: readonly InspectedColumn[];
  readonly source: SourceSystem;
  readonly kind: DetectedKind;
  readonly fingerprint: string;
  /** The first rows below the headings, or of the sheet when it has none. */
  readonly preview: readonly RawRow[];
  /** The first rows of the sheet as they stand, the headings among them. */
  readonly top: readonly RawRow[];
};

export type Inspection = {
  readonly sniff: FileSniff;
  readonly kind: DetectedKind;
  readonly source: SourceSystem;
  /** Empty for JSON. */
  readonly sheets: readonly InspectedSheet[];
  /** Proposed as-of: the file's own export or answer time, else its latest event. Absent when it has neither. */
  readonly asOf?: { readonly at: number; readonly basis: 'export-time' | 'latest-event' };
};

export type InspectOptions = {
  readonly mapping?: Mapping;
  readonly signal?: AbortSignal;
  readonly sniff?: FileSniff;
  /** false: do not read the file to its end for its latest event. Default true. */
  readonly seekLatestEvent?: boolean;
  /** true: count the rows of each sheet of a workbook. */
  readonly countRows?: boolean;
};

/** Looks at a file without importing it: what it is, its headings, a preview, and the as-of to propose. */
export async function inspectFile(path: string, options: InspectOptions = {}): Promise<Inspection> {
  try {
    const sniff = options.sniff ?? (await sniffFile(path, options.signal));
    const isJson = sniff.container === 'json' || sniff.container === 'jsonl';
    return isJson ? await inspectJson(sniff, options) : await inspectTables(sniff, options);
  } catch (error) {
    throw asFileError(error);
  }
}

function createSink(): RowSink & { clear(): void; readonly latestEvent: number | undefined } {
  const rows: RowSink = { statements: [], refusals: [], clients: [] };
  let latest: number | undefined;
  return {
    ...rows,
    get latestEvent() {
      return latest;
    },
    clear() {
      for (const { event } of rows.statements) if (event && (latest === undefined || event.at > latest)) latest = event.at;
      rows.statements.length = 0;
      rows.refusals.length = 0;
      rows.clients.length = 0;
    },
  };
}

async function inspectJson(sniff: FileSniff, options: InspectOptions): Promise<Inspection> {
  const sink = createSink();
  const times: AnswerTimes = { latest: undefined };
  const counts = new Map<SourceSystem, number>();
  for await (const _ of readJsonFile(sniff, { sink, times, signal: options.signal })) {
    for (const { source } of sink.statements) counts.set(source, (counts.get(source) ?? 0) + 1);
    sink.clear();
    if (options.seekLatestEvent === false && counts.size > 0) break;
  }
  const source = [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'other';
  return { sniff, kind: 'traces', source, sheets: [], ...asOf(times.latest, sink.latestEvent) };
}

async function inspectTables(sniff: FileSniff, options: InspectOptions): Promise<Inspection> {
  const file = await openSheetFile(sniff);
  try {
    const wanted = wantedSheets(file, options.mapping);
    const sheets: InspectedSheet[] = [];
    const preambles: RawRow[] = [];
    const isBook = options.countRows === true && file.sheets.length > 1;
    for (const sheet of file.sheets) {
      const looked = await inspectSheet(sheet, { ...options, countRows: isBook });
      sheets.push(looked.sheet);
      if (!sheet.hidden) preambles.push(...looked.preamble);
    }
    const main = mainSheetOf(sheets, options.mapping?.sheet);
    const exported = findExportTime(preambles);
    const isSought = options.seekLatestEvent !== false && exported === undefined;
    const latest = isSought ? await latestEventOf(wanted, options) : undefined;
    return { sniff, kind: main?.kind ?? 'unknown', source: main?.source ?? 'other', sheets, ...asOf(exported, latest) };
  } finally {
    file.close();
  }
}

/** The sheet that was chosen, else the one that an import would read first. */
export function mainSheetOf(sheets: readonly InspectedSheet[], chosen: string | undefined): InspectedSheet | undefined {
  if (chosen !== undefined) return sheets.find(({ name }) => name === chosen);
  const visible = sheets.filter(({ hidden }) => !hidden);
  return visible.find(({ kind }) => kind !== 'unknown') ?? visible[0] ?? sheets[0];
}

function asOf(exported: number | undefined, latest: number | undefined): Pick<Inspection, 'asOf'> {
  if (exported !== undefined) return { asOf: { at: exported, basis: 'export-time' } };
  return latest === undefined ? {} : { asOf: { at: latest, basis: 'latest-event' } };
}

async function inspectSheet(sheet: SheetSource, options: InspectOptions): Promise<{ sheet: InspectedSheet; preamble: readonly RawRow[] }> {
  const sink = createSink();
  const mapping = mappingFor(sheet, options.mapping);
  const reader = createTableReader({ kind: 'auto', allowList: true, ...(mapping && { mapping }) });
  const rowCount = options.countRows === true ? await sheet.countRows?.(options.signal) : undefined;
  const rows: RawRow[] = [];
  const most = Math.max(HEADER_SEARCH_ROWS, mapping?.headerRow ?? 0) + PREVIEW_ROWS;
  for await (const piece of sheet.rows({ signal: options.signal })) {
    for (const row of piece) if (rows.length < most) rows.push(row);
    if (rows.length >= most) break;
  }
  for (const row of rows) reader.push(row, sink);
  reader.end(sink);
  const { header, layout, preamble } = reader;
  const headings = header?.headings ?? [];
  const keys = columnKeys(headings);
  const columns = headings.map((heading, index) => ({
    heading,
    key: keys[index] ?? '',
    field: layout?.fields[index] ?? header?.guess.columns[index]?.field ?? null,
    guessed: header?.guess.columns[index]?.field ?? null,
    confidence: header?.guess.columns[index]?.confidence ?? 0,
  }));
  const kind = layout?.kind ?? header?.guess.kind ?? 'unknown';
  const preview = rows.filter((row) => row.row > (header?.lastRow ?? 0)).slice(0, PREVIEW_ROWS);
  return {
    preamble,
    sheet: {
      name: sheet.name,
      hidden: sheet.hidden,
      ...(rowCount !== undefined && { rowCount }),
      ...(header && { headerRow: header.lastRow }),
      unaided: unaidedOf(rows),
      columns,
      kind,
      source: layout?.source ?? header?.guess.source ?? 'other',
      fingerprint: headingFingerprint(headings),
      preview,
      top: rows.filter((row, index) => index < TOP_ROWS || row.row <= (header?.lastRow ?? 0) + TOP_ROWS_BELOW_HEADINGS),
    },
  };
}

/** Sheet and heading row of a mapping belong to the sheet that it names, and to no other. */
function mappingFor(sheet: SheetSource, mapping: Mapping | undefined): Mapping | undefined {
  if (mapping?.sheet === undefined || mapping.sheet === sheet.name) return mapping;
  return undefined;
}

function unaidedOf(rows: readonly RawRow[]): InspectedSheet['unaided'] {
  const header = findHeader(rows);
  return { ...(header && { headerRow: header.lastRow }), kind: header?.guess.kind ?? 'unknown' };
}

/** Reads all rows of the tables that can hold events. */
async function latestEventOf(sheets: readonly SheetSource[], options: InspectOptions): Promise<number | undefined> {
  const sink = createSink();
  for (const sheet of sheets) {
    const reader = createTableReader({ kind: 'auto', date1904: sheet.date1904, ...(options.mapping && { mapping: options.mapping }) });
    for await (const rows of sheet.rows({ signal: options.signal })) {
      for (const row of rows) reader.push(row, sink);
      sink.clear();
      const layout = reader.layout;
      if (layout && !layout.index.has('opTime') && !layout.index.has('lastOpTime')) break;
    }
    reader.end(sink);
    sink.clear();
  }
  return sink.latestEvent;
}
