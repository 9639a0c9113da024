import type { InputOf, OutputOf } from '#shared/contract/define.ts';
import type { AppContract } from '#shared/contract/contract.ts';
import { MINUTE_MS } from '#shared/kernel/instant.ts';

type Imports = AppContract['imports'];
export type ImportSource = InputOf<Imports['start']>['source'];
export type ImportKind = InputOf<Imports['start']>['kind'];
export type Inspection = OutputOf<Imports['inspect']>;
export type Trial = OutputOf<Imports['dryRun']>;
export type Mapping = Readonly<Record<string, string>>;

export type Place = { readonly sheet?: string; readonly headingRow?: number };

/** A file on its way to the import: looked at, confirmed, tried, started. */
export type PendingFile = {
  readonly id: string;
  readonly name: string;
  readonly source: ImportSource;
  readonly stage: 'inspecting' | 'ready' | 'trying' | 'starting' | 'failed';
  readonly inspection: Inspection | null;
  /** Sheet and heading row as a person chose them; what is absent is found by itself. */
  readonly place: Place;
  readonly kind: ImportKind;
  /** Heading → field; '' leaves the column out. */
  readonly mapping: Mapping;
  readonly asOf: number | null;
  readonly trial: Trial | null;
  readonly error: unknown;
};

export type PendingProblem = 'as-of-missing' | 'as-of-future' | 'no-mail-no' | 'no-client-code' | 'no-headings' | 'twice';

/** Clocks of the exporting system and of this computer may differ a little; the engine allows as much. */
const AS_OF_TOLERANCE_MS = 10 * MINUTE_MS;

/** Fields that several columns may fill together. */
const REPEATABLE = new Set(['', 'groups', 'tiers', 'remark']);

export function newPending(id: string, name: string, source: ImportSource): PendingFile {
  return {
    id,
    name,
    source,
    stage: 'inspecting',
    inspection: null,
    place: {},
    kind: 'auto',
    mapping: {},
    asOf: null,
    trial: null,
    error: null,
  };
}

/** What was found proposes everything; the present is proposed where the file tells no time. */
export function withInspection(file: PendingFile, inspection: Inspection, now: number): PendingFile {
  const mapping = Object.fromEntries(inspection.headings.map((heading) => [heading, inspection.mapping[heading] ?? '']));
  return {
    ...file,
    name: inspection.name || file.name,
    stage: 'ready',
    inspection,
    place: placeOf(inspection),
    kind: inspection.kind,
    mapping,
    asOf: isAsOfSet(file) ? file.asOf : (inspection.proposedAsOf ?? now),
    trial: null,
    error: null,
  };
}

function placeOf({ chosen: { sheet, headingRow } }: Inspection): Place {
  return { ...(sheet !== null && { sheet }), ...(headingRow !== null && { headingRow }) };
}

/** A moment that a person has set stays when the file is looked at again. */
function isAsOfSet({ inspection, asOf }: PendingFile): boolean {
  return inspection !== null && inspection.proposedAsOf !== null && asOf !== inspection.proposedAsOf;
}

/** The file is to be looked at again where a person says that its rows stand. */
export function withPlace(file: PendingFile, place: Place): PendingFile {
  return { ...file, stage: 'inspecting', place, trial: null, error: null };
}

/** What a look asks for: a place given up by a person must not come back from memory. */
export function lookOf({ source, place, inspection }: PendingFile): { source: ImportSource; placeAnew?: boolean } & Place {
  const isGivenUp = inspection !== null && place.sheet === undefined && place.headingRow === undefined;
  return { source, ...place, ...(isGivenUp && { placeAnew: true }) };
}

/** A changed answer makes the trial's figures untrue. */
export function withChange(file: PendingFile, change: Partial<Pick<PendingFile, 'kind' | 'mapping' | 'asOf'>>): PendingFile {
  return { ...file, ...change, trial: null, error: null };
}

export function repeatedField(mapping: Mapping): string | null {
  const seen = new Set<string>();
  for (const field of Object.values(mapping)) {
    if (REPEATABLE.has(field)) continue;
    if (seen.has(field)) return field;
    seen.add(field);
  }
  return null;
}

/** A table in which nothing was recognised; a bare list of numbers and a trace need no headings. */
function isWithoutHeadings({ inspection, kind }: PendingFile): boolean {
  return inspection !== null && kind === 'auto' && inspection.headingRow === null && inspection.top.length > 0;
}

/** What is missing before the file may be tried or imported. */
export function problemsOf(file: PendingFile, now: number): readonly PendingProblem[] {
  const problems: PendingProblem[] = [];
  if (file.asOf === null) problems.push('as-of-missing');
  else if (file.asOf > now + AS_OF_TOLERANCE_MS) problems.push('as-of-future');
  if (isWithoutHeadings(file)) problems.push('no-headings');
  if ((file.inspection?.headings.length ?? 0) === 0) return problems;
  const fields = new Set(Object.values(file.mapping));
  if (file.kind === 'clients' ? !fields.has('clientCode') : !fields.has('mailNo'))
    problems.push(file.kind === 'clients' ? 'no-client-code' : 'no-mail-no');
  if (repeatedField(file.mapping) !== null) problems.push('twice');
  return problems;
}

export type Certainty = 'set' | 'sure' | 'near' | 'none';

/** How sure a column's meaning is: by hand, a known word, a near one, or unknown. */
export function certaintyOf(file: PendingFile, heading: string): Certainty {
  const guess = file.inspection?.mapping[heading] ?? '';
  if ((file.mapping[heading] ?? '') !== guess) return 'set';
  const confidence = file.inspection?.confidence[heading] ?? 0;
  if (guess === '' || confidence === 0) return 'none';
  return confidence >= 1 ? 'sure' : 'near';
}

/** May go with all others at one click: known columns (or none to map), nothing missing, not imported before. */
export function isOneClick(file: PendingFile, now: number): boolean {
  const { inspection } = file;
  if (file.stage !== 'ready' || inspection === null || inspection.alreadyImportedAt !== null) return false;
  const isKnown = inspection.mappingRemembered || inspection.headings.every((heading) => certaintyOf(file, heading) !== 'near');
  return isKnown && problemsOf(file, now).length === 0;
}

/** What a person settled about sheet, headings and columns; a file without columns has none. */
export function choiceToSend({ mapping, place }: PendingFile): { mapping?: Record<string, string> } & Place {
  return { ...(Object.keys(mapping).length > 0 && { mapping: { ...mapping } }), ...place };
}
