import type { ClientRow } from '#shared/domain/clients/client-row.ts';
import type { Refusal, SourceSystem, Statement } from '#shared/domain/mail/statement.ts';
import { cleanText } from './clean.ts';
import type { FieldKey, ImportKind } from './fields.ts';
import { HEADER_SEARCH_ROWS, findHeader } from './header-row.ts';
import type { FoundHeader } from './header-row.ts';
import { guessHeadings, kindOfFields } from './headings.ts';
import { columnKeys } from './mapping.ts';
import type { Mapping } from './mapping.ts';
import type { RawRow } from './raw-row.ts';
import { compileLayout, valuesOf } from './row-cells.ts';
import type { CompiledLayout } from './row-cells.ts';
import { readMailNo, readTableRow } from './table-row.ts';

export type RowSink = {
  readonly statements: Statement[];
  readonly refusals: Refusal[];
  readonly clients: ClientRow[];
};

export type TableOptions = {
  readonly kind: ImportKind | 'auto';
  readonly mapping?: Mapping;
  readonly date1904?: boolean;
  /** Take rows without any headings as a list of mail numbers. */
  readonly allowList?: boolean;
};

/** Reads a sheet row by row: seeks the headings among the first rows, then turns rows into facts. */
export type TableReader = {
  push(row: RawRow, sink: RowSink): void;
  /** Call once after the last row. */
  end(sink: RowSink): void;
  /** What was found; undefined while seeking and when the sheet has no headings of the wanted kind. */
  readonly layout: CompiledLayout | undefined;
  readonly header: FoundHeader | undefined;
  /** True when headings were found that belong to another kind than the wanted one. */
  readonly mismatch: boolean;
  /** Rows that stood above the headings. */
  readonly preamble: readonly RawRow[];
};

export function createTableReader(options: TableOptions): TableReader {
  const pending: RawRow[] = [];
  const state: {
    mode: 'seeking' | 'table' | 'list' | 'closed';
    found?: FoundHeader;
    layout?: CompiledLayout;
    mismatch: boolean;
    preamble: RawRow[];
  } = { mode: 'seeking', mismatch: false, preamble: [] };
  const settle = (sink: RowSink): void => {
    const found = headerFor(pending, options.mapping);
    const rows = pending.splice(0);
    if (found) {
      const layout = layoutFor(found, options);
      state.found = found;
      state.mismatch = layout === undefined;
      state.preamble = rows.filter((row) => row.row < found.firstRow);
      if (layout) state.layout = layout;
      state.mode = layout ? 'table' : 'closed';
    } else state.mode = mayBeList(options) && isNumberList(rows) ? 'list' : 'closed';
    for (const row of rows) if (!found || row.row > found.lastRow) read(row, sink);
  };
  const read = (row: RawRow, sink: RowSink): void => {
    if (state.mode === 'table' && state.layout) drop(readTableRow(state.layout, row), sink);
    else if (state.mode === 'list') readListRow(row, sink);
  };
  return {
    push(row, sink) {
      if (state.mode !== 'seeking') return read(row, sink);
      pending.push(row);
      if (pending.length >= Math.max(HEADER_SEARCH_ROWS, options.mapping?.headerRow ?? 0) + 1) settle(sink);
    },
    end(sink) {
      if (state.mode === 'seeking') settle(sink);
    },
    get layout() {
      return state.mode === 'list' ? LIST_LAYOUT : state.layout;
    },
    get header() {
      return state.found;
    },
    get mismatch() {
      return state.mismatch;
    },
    get preamble() {
      return state.preamble;
    },
  };
}

function drop(outcome: ReturnType<typeof readTableRow>, sink: RowSink): void {
  if (outcome === undefined) return;
  if ('statement' in outcome) sink.statements.push(outcome.statement);
  else if ('client' in outcome) sink.clients.push(outcome.client);
  else sink.refusals.push(outcome.refusal);
}

function headerFor(rows: readonly RawRow[], mapping: Mapping | undefined): FoundHeader | undefined {
  const wanted = mapping?.headerRow;
  const found = findHeader(rows);
  if (wanted === undefined) return found ?? headerByMapping(rows, mapping);
  if (found?.lastRow === wanted) return found;
  const row = rows.find((candidate) => candidate.row === wanted);
  return row && plainHeader(row);
}

/** Headings that only the remembered mapping knows. */
function headerByMapping(rows: readonly RawRow[], mapping: Mapping | undefined): FoundHeader | undefined {
  if (!mapping) return undefined;
  const known = Object.keys(mapping.columns);
  const row = rows.find((candidate) => {
    const keys = new Set(columnKeys(candidate.cells));
    return known.length > 0 && known.every((key) => keys.has(key));
  });
  return row && plainHeader(row);
}

function plainHeader(row: RawRow): FoundHeader {
  const headings = row.cells.map(cleanText);
  return { headings, guess: guessHeadings(headings), firstRow: row.row, lastRow: row.row };
}

/** The layout under a mapping and a wanted kind; undefined when the headings belong to another kind. */
function layoutFor(found: FoundHeader, options: TableOptions): CompiledLayout | undefined {
  const fields = mappedFields(found, options.mapping);
  const detected = kindOfFields(new Set(fields), found.headings);
  const kind = options.kind === 'auto' ? detected : wantedKind(options.kind, new Set(fields));
  if (kind === undefined || kind === 'unknown' || kind === 'people') return undefined;
  const source = options.mapping?.source ?? sourceFor(kind, found.guess.source);
  return compileLayout({ headings: found.headings, fields, kind, source, date1904: options.date1904 ?? false });
}

function sourceFor(kind: ImportKind, guessed: SourceSystem): SourceSystem {
  if (kind === 'traces') return guessed === 'other' ? 'trace-table' : guessed;
  return guessed === 'trace-table' ? 'other' : guessed;
}

function mappedFields(found: FoundHeader, mapping: Mapping | undefined): (FieldKey | null)[] {
  const guessed = found.guess.columns.map((column) => column.field);
  if (!mapping) return guessed;
  const settled = columnKeys(found.headings).map((key, index) =>
    Object.hasOwn(mapping.columns, key) ? (mapping.columns[key] ?? null) : (guessed[index] ?? null),
  );
  // A person's choice drops the guess that named the same field for another column.
  const chosen = new Set(Object.values(mapping.columns));
  return settled.map((field, index) => {
    const isChosen = Object.hasOwn(mapping.columns, columnKeys(found.headings)[index] ?? '');
    return field !== null && !isChosen && chosen.has(field) ? null : field;
  });
}

function wantedKind(kind: ImportKind, fields: ReadonlySet<FieldKey | null>): ImportKind | undefined {
  if (kind === 'clients') return fields.has('clientCode') && fields.has('clientName') ? 'clients' : undefined;
  if (!fields.has('mailNo')) return undefined;
  if (kind === 'mails') return 'mails';
  if (kindOfFields(fields, []) === 'traces') return 'traces';
  return fields.has('lastOpName') && fields.has('lastOpTime') ? 'mails' : undefined;
}

const LIST_LAYOUT = compileLayout({ headings: [], fields: ['mailNo'], kind: 'mails', source: 'other', date1904: false });

function mayBeList({ kind, allowList }: TableOptions): boolean {
  return allowList === true && (kind === 'auto' || kind === 'mails');
}

/** A file of bare numbers, one a row: at least four of five rows are. */
function isNumberList(rows: readonly RawRow[]): boolean {
  const filled = rows.filter((row) => row.cells.some((cell) => cleanText(cell) !== ''));
  const good = filled.filter((row) => 'mailNo' in readMailNo(row.cells[0] ?? ''));
  return filled.length > 0 && good.length * 5 >= filled.length * 4;
}

function readListRow(row: RawRow, sink: RowSink): void {
  if (!row.cells.some((cell) => cleanText(cell) !== '')) return;
  const read = readMailNo(row.cells[0] ?? '');
  if ('mailNo' in read) sink.statements.push({ row: row.row, mailNo: read.mailNo, source: 'other', mail: {} });
  else sink.refusals.push({ row: row.row, reason: read.reason, values: valuesOf(LIST_LAYOUT, row.cells) });
}
