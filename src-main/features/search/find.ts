import type { AppContract } from '#shared/contract/contract.ts';
import type { CancelSignal, OutputOf } from '#shared/contract/define.ts';
import { excerptOf, marksOf } from '#shared/domain/search/marks.ts';
import { EXCEPTION_STATUSES } from '#shared/domain/screening/vocabulary.ts';
import type { AbnormalType, ExceptionStatus, Region, Rule, Stage } from '#shared/domain/screening/vocabulary.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { formatDay } from '#shared/kernel/instant.ts';
import type { Ledger, ReadTx } from '../../ledger/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Timers } from '../../platform/timers.ts';
import { listPeople } from '../people/index.ts';
import { findClients } from './client-hits.ts';
import type { NamedClient } from './client-hits.ts';
import { createClientMemories } from './client-memory.ts';
import { indexState } from './index-step.ts';
import type { NumberKind } from './number-chunks.ts';
import { createNumberMemories } from './number-memory.ts';
import type { NumberHit, NumberMemory, NumberSearch, NumberStep } from './number-memory.ts';
import { questionOf } from './question.ts';
import type { Question, SearchInput } from './question.ts';
import { findNamingExceptions, findPassages } from './text-hits.ts';
import type { Passage } from './text-hits.ts';

export type SearchAnswer = OutputOf<AppContract['search']['find']>;
export type SearchPorts = { readonly ledger: Ledger; readonly clock: Clock; readonly timers: Timers };
export type Search = (ports: SearchPorts, input: SearchInput, signal?: CancelSignal) => Promise<SearchAnswer>;

/** Longest time for which a search holds the thread at a stretch. */
const STEP_MS = 10;

/** A search with what it remembers of the ledgers that it reads. */
export function createSearch(): Search {
  const numbersOf = createNumberMemories();
  const clientsOf = createClientMemories();
  return async (ports, input, signal) => {
    const question = questionOf(input);
    const numbers = async (kind: NumberKind, isWanted: boolean): Promise<NumberHit[]> =>
      isWanted && question.part !== null ? findNumbers(ports, { memory: numbersOf(ports.ledger, kind), question, signal }) : [];
    const mailHits = await numbers('mail', question.wants('mails'));
    const exceptionHits = await numbers('exception', question.wants('exceptions'));
    return ports.ledger.read<SearchAnswer>((tx) => {
      const clients = question.wants('clients') || question.wants('exceptions') ? findClients(tx, question, clientsOf(ports.ledger)) : [];
      return {
        mails: cut(mailHits, question, (hits) => mailRows(tx, hits, question)),
        exceptions: cut(exceptionIds(tx, question, { numbers: exceptionHits, clients }), question, (hits) =>
          exceptionRows(tx, hits, question),
        ),
        clients: cut(question.wants('clients') ? clients : [], question, (hits) => clientRows(tx, hits, question)),
        texts: cut(question.wants('texts') ? findPassages(tx, question) : [], question, (hits) => textRows(tx, hits, question)),
        index: indexState(tx),
      };
    });
  };
}

type NumberOrder = { memory: NumberMemory; question: Question; signal: CancelSignal | undefined };

async function findNumbers(ports: SearchPorts, { memory, question, signal }: NumberOrder): Promise<NumberHit[]> {
  const { ledger, clock, timers } = ports;
  const hits: NumberHit[] = [];
  let from: number | null = null;
  do {
    if (from !== null) await timers.yieldToLoop();
    if (signal?.aborted === true) throw new AppError('cancelled', 'cancelled');
    const startedAt = clock.monotonic();
    const mayGoOn = (): boolean => clock.monotonic() - startedAt < STEP_MS;
    const search: NumberSearch = { part: question.part ?? '', limit: question.limit + 1 - hits.length, from, mayGoOn };
    const step = ledger.read<NumberStep>((tx) => memory.step(tx, search));
    hits.push(...step.hits);
    from = step.next;
  } while (from !== null);
  return hits;
}

type Kind<Row> = { hits: Row[]; hasMore: boolean };

function cut<Hit, Row>(hits: readonly Hit[], { limit }: Question, rowsOf: (shown: readonly Hit[]) => Row[]): Kind<Row> {
  return { hits: rowsOf(hits.slice(0, limit)), hasMore: hits.length > limit };
}

type ExceptionHit = { id: number; name: NamedClient | null; text: string | null };

/** By number, by client, or by what they name; newest first. */
function exceptionIds(
  tx: ReadTx,
  question: Question,
  { numbers, clients }: { numbers: readonly NumberHit[]; clients: readonly NamedClient[] },
): ExceptionHit[] {
  if (!question.wants('exceptions')) return [];
  const found = new Map<number, ExceptionHit>();
  for (const { id } of numbers) found.set(id, { id, name: null, text: null });
  const byCode = new Map(clients.map((client) => [client.code, client]));
  if (byCode.size > 0) {
    for (const row of tx.all<{ id: number; code: string }>(OF_CLIENTS, [
      STATUSES,
      JSON.stringify([...byCode.keys()]),
      question.limit + 1,
    ])) {
      found.set(row.id, { id: row.id, name: byCode.get(row.code) ?? null, text: null });
    }
  }
  for (const { id, text } of findNamingExceptions(tx, question)) if (!found.has(id)) found.set(id, { id, name: null, text });
  return [...found.values()].sort((a, b) => b.id - a.id);
}

const STATUSES = JSON.stringify(EXCEPTION_STATUSES);
export const OF_CLIENTS = `SELECT id, client_code AS code FROM exception
  WHERE status IN (SELECT value FROM json_each(?)) AND client_code IN (SELECT value FROM json_each(?)) ORDER BY id DESC LIMIT ?`;

type MailRow = {
  posting_day: number | null;
  region: Region | null;
  stage: Stage | null;
  client_name: string | null;
  exception: number | null;
};

/** The latest exception of a mail, through the index over its number and cycle. */
type ExceptionRef = { id: number; status: ExceptionStatus };
const LATEST = 'SELECT id, status FROM exception WHERE mail_no = ? ORDER BY cycle DESC LIMIT 1';
const MAIL = `SELECT posting_day, region, stage, client.name AS client_name
  FROM mail LEFT JOIN client ON client.code = mail.client_code WHERE mail.id = ?`;

function mailRows(tx: ReadTx, hits: readonly NumberHit[], { part }: Question): SearchAnswer['mails']['hits'] {
  return hits.flatMap(({ id, mailNo }) => {
    const row = tx.get<MailRow>(MAIL, [id]);
    if (!row) return [];
    return [
      {
        mailNo,
        number: { text: mailNo, marks: partMarks(mailNo, part) },
        region: row.region ?? 'unknown',
        stage: row.stage,
        postingDay: row.posting_day === null ? null : formatDay(row.posting_day),
        clientName: row.client_name ?? '',
        exception: tx.get<ExceptionRef>(LATEST, [mailNo]) ?? null,
      },
    ];
  });
}

type ExceptionRow = {
  mailNo: string;
  status: ExceptionStatus;
  mainRule: Rule;
  type: AbnormalType;
  raisedAt: number;
  clientName: string | null;
};
const EXCEPTION = `SELECT mail_no AS mailNo, status, main_rule AS mainRule, held_type AS type, raised_at AS raisedAt, client.name AS clientName
  FROM exception LEFT JOIN client ON client.code = exception.client_code WHERE exception.id = ?`;

function exceptionRows(tx: ReadTx, hits: readonly ExceptionHit[], { part, words }: Question): SearchAnswer['exceptions']['hits'] {
  return hits.flatMap(({ id, name, text }) => {
    const row = tx.get<ExceptionRow>(EXCEPTION, [id]);
    if (!row) return [];
    return [
      {
        ...row,
        id,
        number: { text: row.mailNo, marks: partMarks(row.mailNo, part) },
        clientName: { text: row.clientName ?? '', marks: (name?.marks ?? []).map(([from, to]): [number, number] => [from, to]) },
        found: text === null ? null : shown(excerptOf(text, words)),
      },
    ];
  });
}

const OPEN = "SELECT count(*) FROM exception WHERE status = 'open' AND client_code = ?";

function clientRows(tx: ReadTx, hits: readonly NamedClient[], { name }: Question): SearchAnswer['clients']['hits'] {
  return hits.map((client) => ({
    code: client.code,
    codeMarks: shown({ text: client.code, marks: marksOf(client.code, [name]) }).marks,
    name: shown({ text: client.name, marks: client.marks }),
    tiers: JSON.parse(tx.pluck<string>('SELECT tiers FROM client WHERE code = ?', [client.code]) ?? '[]') as string[],
    openExceptions: tx.pluck<number>(OPEN, [client.code]) ?? 0,
  }));
}

function textRows(tx: ReadTx, hits: readonly Passage[], { words }: Question): SearchAnswer['texts']['hits'] {
  const names = new Map(listPeople(tx).map(({ id, name }) => [id, name]));
  return hits.map(({ op, text }) => {
    const own = op.entity === 'exception' ? tx.get<ExceptionRef & { mailNo: string }>(OWN, [op.entity_id]) : undefined;
    const mailNo = own?.mailNo ?? op.entity_id;
    return {
      seq: op.seq,
      at: op.occurred_at,
      act: op.kind.slice(op.kind.indexOf('.') + 1),
      by: names.get(op.actor) ?? op.actor,
      mailNo,
      exception: own ? { id: own.id, status: own.status } : (tx.get<ExceptionRef>(LATEST, [mailNo]) ?? null),
      excerpt: shown(excerptOf(text, words)),
    };
  });
}

const OWN = 'SELECT id, status, mail_no AS mailNo FROM exception WHERE uid = ?';

type Marked = { text: string; marks: [number, number][] };

function shown({ text, marks }: { text: string; marks: readonly (readonly [number, number])[] }): Marked {
  return { text, marks: marks.map(([from, to]) => [from, to]) };
}

function partMarks(mailNo: string, part: string | null): [number, number][] {
  const at = part === null ? -1 : mailNo.indexOf(part);
  return at < 0 || part === null ? [] : [[at, at + part.length]];
}
