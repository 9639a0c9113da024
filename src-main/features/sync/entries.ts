import type { AppContract } from '#shared/contract/contract.ts';
import type { OutputOf } from '#shared/contract/define.ts';
import { maskText } from '#shared/domain/mail/masking.ts';
import type { ReadTx } from '../../ledger/index.ts';
import { listPeople } from '../people/index.ts';

type Sync = AppContract['sync'];
export type Entry = OutputOf<Sync['pending']>['entries'][number];
export type RefusedEntry = OutputOf<Sync['failures']>['entries'][number];
export type ConflictEntry = OutputOf<Sync['conflicts']>['entries'][number];
export type HistoryEntry = OutputOf<Sync['history']>['entries'][number];
export type Window = { limit: number; before: number | null };

/** The columns that an entry is made of. */
export type OpColumns = {
  seq: number;
  id: string;
  kind: string;
  entity: string;
  entity_id: string;
  args_json: string | null;
  actor: string;
  occurred_at: number;
};
const WORDS = ['text', 'reason', 'result', 'remark'] as const;

/** Puts ops into words: what about, by whom, and the words that were typed, masked. */
export class EntryMaker {
  readonly #tx: ReadTx;
  readonly #names: ReadonlyMap<string, string>;

  constructor(tx: ReadTx) {
    this.#tx = tx;
    this.#names = new Map(listPeople(tx).map(({ id, name }) => [id, name]));
  }

  entryOf(row: OpColumns): Entry {
    return {
      opId: row.id,
      seq: row.seq,
      kind: row.kind,
      entity: row.entity,
      entityId: row.entity_id,
      subject: this.#subjectOf(row),
      text: wordsOf(row),
      actorName: this.nameOf(row.actor),
      occurredAt: row.occurred_at,
    };
  }

  nameOf(personId: string): string {
    return this.#names.get(personId) ?? personId;
  }

  #subjectOf({ entity, entity_id: id, args_json: argsJson }: OpColumns): string {
    const args = parsed(argsJson);
    switch (entity) {
      case 'exception':
        return this.#tx.pluck<string>('SELECT mail_no FROM exception WHERE uid = ?', [id]) ?? textOf(args['mailNo']);
      case 'client':
        return this.#tx.pluck<string>('SELECT name FROM client WHERE code = ?', [id]) ?? textOf(args['name']);
      case 'person':
        return this.#names.get(id) ?? textOf(args['name']);
      case 'view':
        return textOf((args['definition'] as { name?: unknown } | undefined)?.name);
      case 'export':
        return textOf(args['title']);
      case 'mail':
      case 'rules':
        return id;
      default:
        return '';
    }
  }
}

function wordsOf({ args_json: argsJson }: OpColumns): string {
  const args = parsed(argsJson);
  const words = WORDS.map((member) => textOf(args[member])).find((text) => text !== '');
  return words === undefined ? '' : maskText(words);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function parsed(argsJson: string | null): Record<string, unknown> {
  return argsJson === null ? {} : (JSON.parse(argsJson) as Record<string, unknown>);
}
