import type { ImportKind } from '#shared/domain/imports/fields.ts';
import type { Mapping } from '#shared/domain/imports/mapping.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Inspection } from '../../workers/parsing/index.ts';
import type { ImportRequest } from './run-import.ts';

/**
 * What an inspection means for an import: its kind, identity and as-of. A confirmed as-of holds;
 * otherwise the proposed one, and the present for a file that proposes none or names the future.
 */
export function prepareImport(
  inspection: Inspection,
  wish: { kind: ImportKind | 'auto'; asOf: number | undefined; mapping?: Mapping | undefined; now: number },
): Pick<ImportRequest, 'kind' | 'found' | 'asOf' | 'mapping'> {
  const kind = wish.kind === 'auto' ? kindOf(inspection) : wish.kind;
  return {
    kind: wish.kind,
    found: {
      sha256: inspection.sniff.sha256,
      size: inspection.sniff.size,
      format: inspection.sniff.container,
      source: inspection.source,
      kind,
    },
    asOf: wish.asOf ?? Math.min(inspection.asOf?.at ?? wish.now, wish.now),
    mapping: wish.mapping,
  };
}

function kindOf({ kind }: Inspection): ImportKind {
  if (kind === 'mails' || kind === 'traces' || kind === 'clients') return kind;
  throw new AppError('invalid-input', 'headings-not-found');
}
