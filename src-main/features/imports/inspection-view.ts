import type { AppContract } from '#shared/contract/contract.ts';
import type { OutputOf } from '#shared/contract/define.ts';
import { FIELD_KEYS } from '#shared/domain/imports/fields.ts';
import { displayKeys } from '#shared/domain/imports/mapping.ts';
import type { Mapping } from '#shared/domain/imports/mapping.ts';
import { mainSheetOf } from '../../workers/parsing/index.ts';
import type { Inspection } from '../../workers/parsing/index.ts';

export type InspectionView = OutputOf<AppContract['imports']['inspect']>;
type Known = Pick<InspectionView, 'name' | 'alreadyImportedAt' | 'mappingRemembered'> & { mapping: Mapping | undefined };

/** What the import screen shows of a file before anything is taken. */
export function inspectionView(inspection: Inspection, { mapping, ...known }: Known): InspectionView {
  const sheet = mainSheetOf(inspection.sheets, mapping?.sheet);
  const headings = displayKeys(sheet?.columns.map(({ heading }) => heading) ?? []);
  const columns = headings.map((heading, index) => ({ heading, column: sheet?.columns[index] }));
  const { kind, sniff } = inspection;
  return {
    ...known,
    format: sniff.container,
    encoding: sniff.encoding ?? '',
    sizeBytes: sniff.size,
    kind: kind === 'mails' || kind === 'traces' || kind === 'clients' ? kind : 'auto',
    source: inspection.source,
    sheet: sheet === undefined || sheet.name === '' ? null : sheet.name,
    headingRow: sheet?.headerRow ?? null,
    sheets: inspection.sheets.map(({ name, rowCount, hidden, unaided }) => ({
      name,
      rows: rowCount ?? null,
      hidden,
      recognised: unaided.kind !== 'unknown',
    })),
    chosen: { sheet: mapping?.sheet ?? null, headingRow: mapping?.headerRow ?? null },
    top: sheet?.top.map(({ row, cells }) => ({ row, cells: [...cells] })) ?? [],
    headings,
    mapping: Object.fromEntries(columns.map(({ heading, column }) => [heading, column?.field ?? ''])),
    confidence: Object.fromEntries(columns.map(({ heading, column }) => [heading, column?.confidence ?? 0])),
    fields: [...FIELD_KEYS],
    preview: sheet?.preview.map(({ cells }) => [...cells]) ?? [],
    proposedAsOf: inspection.asOf?.at ?? null,
  };
}
