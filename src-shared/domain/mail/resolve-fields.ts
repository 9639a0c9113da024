import { canonicalJson } from '../../kernel/canonical-json.ts';
import { SOURCE_SYSTEMS, type MailFields, type SourceSystem } from './statement.ts';

export type FieldStatement = { source: SourceSystem; asOf: number; fields: MailFields };

const TRUST: Readonly<Record<SourceSystem, number>> = Object.fromEntries(SOURCE_SYSTEMS.map((source, index) => [source, -index])) as Record<
  SourceSystem,
  number
>;

type Holder = { statement: FieldStatement; text: string };

/** True when `next` takes the field from `held`: newer, then more trusted, then the greater text. */
function wins(next: Holder, held: Holder): boolean {
  if (next.statement.asOf !== held.statement.asOf) return next.statement.asOf > held.statement.asOf;
  const trust = TRUST[next.statement.source] - TRUST[held.statement.source];
  return trust !== 0 ? trust > 0 : next.text > held.text;
}

/** The acceptance and the word that it is only a date are one field. */
function unitsOf(fields: MailFields): [string, MailFields][] {
  const units: [string, MailFields][] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined || name === 'acceptedDateOnly') continue;
    if (name === 'acceptedAt' && fields.acceptedDateOnly === true) {
      units.push([name, { acceptedAt: value as number, acceptedDateOnly: true }]);
    } else units.push([name, { [name]: value }]);
  }
  return units;
}

/**
 * One record out of what several sources state of a mail. Each field goes to the newest statement,
 * then to the more trusted source, then to the greater value, so that order and repetition mean nothing.
 */
export function resolveFields(statements: readonly FieldStatement[]): MailFields {
  const [first] = statements;
  if (first && statements.length === 1) return Object.assign({}, ...unitsOf(first.fields).map(([, unit]) => unit)) as MailFields;
  const held = new Map<string, Holder & { unit: MailFields }>();
  for (const statement of statements) {
    for (const [name, unit] of unitsOf(statement.fields)) {
      const next = { statement, unit, text: canonicalJson(unit) };
      const holder = held.get(name);
      if (!holder || wins(next, holder)) held.set(name, next);
    }
  }
  return Object.assign({}, ...[...held].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { unit }]) => unit)) as MailFields;
}
