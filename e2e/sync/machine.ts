import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FoldedOp } from '#shared/domain/exceptions/ops.ts';
import type { ExceptionState } from '#shared/domain/exceptions/exception.ts';
import type { Statement } from '#shared/domain/mail/statement.ts';
import type { Role } from '#shared/domain/people/person.ts';
import { bundleText } from '#shared/domain/sync/mail-bundle.ts';
import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import { findLatestException, getUndoableAct, performAct, undoOnException, undoParts } from '#main/features/exceptions/index.ts';
import { applyStatements } from '#main/features/mails/index.ts';
import { addPerson, presentPeopleById } from '#main/features/people/index.ts';
import { runScreening } from '#main/features/screening/index.ts';
import { syncSubjects } from '#main/features/sync/index.ts';
import { verifyLedger } from '#main/features/verification/index.ts';
import { openLedger } from '#main/ledger/index.ts';
import type { Ledger } from '#main/ledger/index.ts';
import { settableClock } from '#main/platform/clock.ts';
import type { SettableClock } from '#main/platform/clock.ts';
import { seededIds } from '#main/platform/ids.ts';
import { SyncCore, newTurn } from '#main/sync/core.ts';
import type { Turn } from '#main/sync/core.ts';
import { exchange } from '#main/sync/exchange.ts';
import type { Exchanged } from '#main/sync/exchange.ts';
import { joinByCode } from '#main/sync/join.ts';
import type { ServerInMemory } from './server-in-memory.ts';

const FILE = 'a.ledger';
export const STATION = '岳塘揽投部';
export type Seat = { id: string; staffNo: string; name: string; role: Role; station?: string };

/** The server's own id of a person whom a machine calls by another. */
export function accountOf(localId: string): string {
  return localId.replace(/^local-/u, 'p-');
}

/** One computer: a real ledger, a person who works on it, and the core that speaks with the server. */
export class Machine {
  readonly folder: string;
  readonly clock: SettableClock;
  readonly person: Required<Seat>;
  readonly server: ServerInMemory;
  ledger: Ledger;
  core = new SyncCore(syncSubjects);
  #acts = 0;

  constructor(server: ServerInMemory, seat: Seat, copied?: string) {
    this.server = server;
    this.person = { station: STATION, ...seat };
    this.folder = mkdtempSync(join(tmpdir(), '账本 同步-'));
    if (copied !== undefined) copyFileSync(copied, join(this.folder, FILE));
    this.clock = settableClock(server.now);
    this.ledger = this.#open();
    if (copied !== undefined) return;
    const { id, ...args } = this.person;
    this.ledger.write((tx) => addPerson(tx, { id, ...args }, { opId: `add-${id}`, actor: id, now: this.clock.now() }));
  }

  /** The same profile on another computer, as it stands now. */
  copy(): Machine {
    this.ledger.close();
    const copy = new Machine(this.server, this.person, join(this.folder, FILE));
    this.ledger = this.#open();
    return copy;
  }

  #open(): Ledger {
    const key = Buffer.alloc(32, 0x5a);
    return openLedger({ file: join(this.folder, FILE), key, clock: this.clock, ids: seededIds(this.folder), appVersion: '0.0.0' });
  }

  /** The person is registered at the server and joins by the code; from then on under the server's id. */
  async join(): Promise<void> {
    const { server, ledger, person } = this;
    const { id: localId, ...args } = person;
    const code = await server.invite({ ...args, id: accountOf(localId) });
    const joined = { url: 'memory:', code, deviceName: person.name, person: { id: localId, staffNo: person.staffNo } };
    await joinByCode(ledger, server.net(ledger.device), joined);
  }

  /** By the id that the person has now. */
  get actor(): string {
    const { id } = this.person;
    return this.ledger.read((tx) => ({ person: presentPeopleById(tx).get(id) })).person?.id ?? id;
  }

  async sync(sizes: Partial<Turn> = {}): Promise<Exchanged> {
    const { ledger, core, clock, server } = this;
    return exchange({ ledger, core, net: server.net(ledger.device), clock, pause: () => Promise.resolve() }, newTurn(sizes));
  }

  importMails(statements: readonly Statement[], asOf: number): void {
    this.ledger.write((tx) => {
      const { lastInsertRowid } = tx.run(
        `INSERT INTO import_file (uid, sha256, name, kind, format, source, as_of, state, started_at)
         VALUES (?, '', '', 'traces', 'json', 'trace-push', ?, 'done', 0)`,
        [`f-${asOf}-${Math.floor(this.clock.monotonic())}-${(this.#acts += 1)}`, asOf],
      );
      applyStatements(tx, statements, { fileId: Number(lastInsertRowid), asOf });
    });
  }

  async screen(): Promise<void> {
    await runScreening({ ledger: this.ledger, now: this.clock.now() });
  }

  exceptionOf(mailNo: string): ExceptionState | undefined {
    return this.ledger.read((tx) => ({ found: findLatestException(tx, mailNo) })).found;
  }

  /** A person's act on a mail's exception; answers with its id. */
  act(mailNo: string, draft: Pick<FoldedOp, 'kind' | 'args'>): string {
    const uid = this.exceptionOf(mailNo)?.uid ?? '';
    const opId = `${this.folder}-act-${(this.#acts += 1)}`;
    const op = { ...draft, entityId: uid, actor: this.actor, occurredAt: this.clock.now() } as FoldedOp;
    this.ledger.write((tx) => void performAct(tx, op, opId));
    return opId;
  }

  undo(actId: string): void {
    const { actor } = this;
    this.ledger.write((tx) => {
      const { id } = getUndoableAct(tx, actId, actor);
      const undoId = `${this.person.id}-undo-${(this.#acts += 1)}`;
      for (const part of undoParts(tx, id)) {
        undoOnException(tx, part, { actId, undoId, personId: actor, now: this.clock.now() });
      }
    });
  }

  count(sql: string): number {
    return this.ledger.read((tx) => ({ count: tx.pluck<number>(sql) ?? 0 })).count;
  }

  /** Verdict words of what the server answered to people's own acts here, in their order. */
  verdicts(): string[] {
    return this.ledger.read((tx) => ({
      list: tx.pluckAll<string>(
        "SELECT kind || ' ' || verdict || ' ' || code FROM own_verdict JOIN op USING (seq) WHERE actor <> 'system' AND entity = 'exception' ORDER BY seq",
      ),
    })).list;
  }

  /** Everything that both machines should hold alike, as one text. */
  shown(): string {
    const tables = {
      exceptions: 'SELECT * FROM exception ORDER BY uid',
      findings: 'SELECT * FROM finding ORDER BY exception_uid, rule',
      records: 'SELECT mail_no, kind, at, value, reason, actor FROM mail_record ORDER BY mail_no, id',
      clients: 'SELECT * FROM client ORDER BY code',
      people: 'SELECT * FROM person WHERE id NOT IN (SELECT local_id FROM person_alias) ORDER BY id',
      verdicts: `SELECT mail_no, day, verdict.region, verdict, missing, rules, evaluated_at, late, counted, device
        FROM verdict JOIN mail ON mail.id = mail_id ORDER BY mail_no, day, verdict.region`,
      slots: 'SELECT * FROM slot ORDER BY day, region',
    };
    return this.ledger.read((tx) => ({
      text: canonicalJson([
        Object.entries(tables).map(([name, sql]) => [name, tx.all<{ id?: number }>(sql).map(({ id: _, ...row }) => row)]),
        tx
          .pluckAll<string>('SELECT mail_no FROM mail ORDER BY mail_no')
          .map((mailNo) => bundleText(syncSubjects.bundleOf(tx, mailNo) as never)),
      ]),
    })).text;
  }

  async differences(): Promise<unknown[]> {
    return (await verifyLedger({ ledger: this.ledger, now: this.clock.now() })).differences;
  }

  close(): void {
    this.ledger.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
