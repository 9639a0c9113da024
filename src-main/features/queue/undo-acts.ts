import type { AppContract } from '#shared/contract/contract.ts';
import type { OutputOf } from '#shared/contract/define.ts';
import type { Act } from '#shared/domain/exceptions/acts.ts';
import { UNDO_DEPTH } from '#shared/domain/exceptions/undo.ts';
import type { UndoRefusal } from '#shared/domain/exceptions/undo.ts';
import { isAppError } from '#shared/kernel/app-error.ts';
import type { AppError } from '#shared/kernel/app-error.ts';
import type { ReadTx } from '../../ledger/index.ts';
import { actRefusal, listActs, partRefusal, undoConflict, undoOnException, undoParts } from '../exceptions/index.ts';
import type { UndoPart } from '../exceptions/index.ts';
import { inSlices, writeInSlices } from './act-turns.ts';
import type { ActPorts } from './act-turns.ts';

export type UndoneAct = OutputOf<AppContract['undo']['run']>;
type ListedAct = OutputOf<AppContract['undo']['list']>['acts'][number];
export type UndoOrder = { act: Act; undoId: string; personId: string; now: number };

/** For how many exceptions of an act the list looks whether each can be undone; undoing looks at all. */
const LISTED_PARTS_MAX = 50;

/**
 * Takes a whole act back. Every exception of it is looked at before the first is changed: one that
 * others have touched keeps all from being undone. Throws AppError 'conflict' with a reason of
 * UNDO_REFUSALS.
 */
export async function undoAct(ports: ActPorts, { act, undoId, personId, now }: UndoOrder): Promise<UndoneAct> {
  const { ledger } = ports;
  const parts = ledger.read((tx) => undoParts(tx, act.id));
  await assertUndoable(ports, parts, personId);
  let late: AppError | undefined;
  await writeInSlices(parts, ports, (tx, part) => {
    try {
      undoOnException(tx, part, { actId: act.id, undoId, personId, now });
    } catch (error) {
      // Screening may have raised a mail anew since the first look: the others are taken back all the same.
      if (!isAppError(error) || error.code !== 'conflict') throw error;
      late = error;
    }
  });
  if (late) throw late;
  return { actId: act.id, kind: wordOf(act), count: parts.length, mailNo: ledger.read((tx) => mailNoOf(tx, parts)) };
}

async function assertUndoable({ ledger, ...ports }: ActPorts, parts: readonly UndoPart[], personId: string): Promise<void> {
  const refusals: UndoRefusal[] = [];
  await inSlices(parts, ports, (next) =>
    ledger.read((tx) => {
      for (let part = next(); part; part = next()) {
        const refusal = partRefusal(tx, part, personId);
        if (refusal) refusals.push(refusal);
      }
    }),
  );
  const [first] = refusals;
  if (first)
    throw undoConflict({ reason: first.reason, detail: { ...first.detail, count: String(refusals.length), of: String(parts.length) } });
}

/** The person's last acts, the newest first, and whether each can be undone. */
export async function listUndoable({ ledger, ...ports }: ActPorts, personId: string): Promise<ListedAct[]> {
  const listed: ListedAct[] = [];
  const acts = ledger.read((tx) => listActs(tx, personId, UNDO_DEPTH));
  await inSlices(acts, ports, (next) =>
    ledger.read((tx) => {
      for (let act = next(); act; act = next()) listed.push(listedAct(tx, act, personId));
    }),
  );
  return listed;
}

function listedAct(tx: ReadTx, act: Act, personId: string): ListedAct {
  const parts = undoParts(tx, act.id);
  return {
    actId: act.id,
    kind: wordOf(act),
    at: act.at,
    count: parts.length,
    mailNo: mailNoOf(tx, parts),
    undone: act.undone >= act.ops,
    refusal: actRefusal(tx, act, personId) ?? firstRefusal(tx, parts.slice(0, LISTED_PARTS_MAX), personId),
  };
}

function firstRefusal(tx: ReadTx, parts: readonly UndoPart[], personId: string): UndoRefusal | null {
  for (const part of parts) {
    const refusal = partRefusal(tx, part, personId);
    if (refusal) return refusal;
  }
  return null;
}

function mailNoOf(tx: ReadTx, parts: readonly UndoPart[]): string {
  return tx.pluck<string>('SELECT mail_no FROM exception WHERE uid = ?', [parts[0]?.exceptionUid ?? '']) ?? '';
}

function wordOf({ kind }: Act): string {
  return kind.slice(kind.indexOf('.') + 1);
}
