import { bundleText } from '#shared/domain/sync/mail-bundle.ts';
import type { ReplyOf, RequestOf } from '#shared/wire/messages.ts';
import { STREAM_GENESIS } from '#shared/wire/change.ts';
import { LIMITS, WIRE_VERSION } from '#shared/wire/version.ts';
import type { ReadTx, WriteTx } from '../ledger/index.ts';
import { FIRST_PARKED, replayParked } from './apply-page.ts';
import type { ParkedKey } from './apply-page.ts';
import type { Bugs } from './bugs.ts';
import { factsSent, waitingMails } from './facts.ts';
import type { WaitingMail } from './facts.ts';
import { differs, fork } from './fork.ts';
import { lastSeq, rekeyPairs, unsentMutations } from './outbox.ts';
import { receivePull } from './receive-pull.ts';
import type { PullTurn, Step } from './receive-pull.ts';
import { fillFacts, findSyncState, listStreams, restartStream, saveVerdicts, setSyncState } from './store.ts';
import type { SyncState } from './store.ts';
import type { SyncSubjects } from './subjects.ts';

export type SyncRequest =
  | { readonly name: 'push'; readonly body: RequestOf<'push'> }
  | { readonly name: 'facts'; readonly body: RequestOf<'facts'>; readonly mails: readonly WaitingMail[] }
  | { readonly name: 'pull'; readonly body: RequestOf<'pull'> }
  | { readonly name: 'rekey'; readonly body: RequestOf<'rekey'> }
  | { readonly name: 'checksum'; readonly body: RequestOf<'checksum'> };
export type SyncReply<R extends SyncRequest = SyncRequest> = ReplyOf<R['name']>;
/** What the server answered instead. */
export type SyncRefusal = { readonly reason: string; readonly detail: Readonly<Record<string, unknown>> };

/** One exchange under way: what it has done and how much it takes at a time. */
export type Turn = PullTurn & {
  pushSize: number;
  factSize: number;
  pullRows: number;
  /** Requests that this exchange lets be: they were refused for now. */
  readonly skipped: Set<SyncRequest['name']>;
};

const PAIRS = 5000;

export function newTurn(sizes: Partial<Pick<Turn, 'pushSize' | 'factSize' | 'pullRows'>> = {}): Turn {
  return {
    pushSize: LIMITS.pushMutations,
    factSize: LIMITS.factBundles,
    pullRows: LIMITS.pullRows,
    complete: false,
    mayDelete: null,
    held: null,
    skipped: new Set(),
    ...sizes,
  };
}

/**
 * Decides what to say to the server next, and takes its answers into the ledger. No clock, no
 * timer, no network of its own: whoever drives it runs each step in one transaction, and may stop
 * between any two.
 */
export class SyncCore {
  readonly #subjects: SyncSubjects;
  readonly #bugs: Bugs;

  constructor(subjects: SyncSubjects, options: { bugs?: Bugs } = {}) {
    this.#subjects = subjects;
    this.#bugs = options.bugs ?? new Set();
  }

  /** The next request of an exchange, or null when it is at its end. */
  nextRequest(tx: WriteTx, turn: Turn): SyncRequest | null {
    const state = findSyncState(tx);
    if (!state) return null;
    if (state.phase === 'rekeying') return rekeyRequest(tx, state);
    const push = turn.skipped.has('push') ? null : pushRequest(tx, state, turn.pushSize);
    if (push) return push;
    // Whoever was shut out may still hand over what was typed, and nothing else.
    if (state.phase === 'revoked') return null;
    const facts = turn.skipped.has('facts') ? null : this.#factsRequest(tx, state, turn.factSize);
    if (facts) return facts;
    if (turn.complete || turn.skipped.has('pull') || state.phase === 'upgrade') return null;
    if (turn.held && turn.mayDelete === null) return checksumRequest(state, turn.held);
    return pullRequest(tx, state, turn.pullRows);
  }

  /** What a reply changes, step by step. Throws AppError conflict `page-not-valid` or `mass-delete` before anything is stored. */
  *receive(request: SyncRequest, reply: SyncReply, turn: Turn): Generator<Step, void, void> {
    switch (request.name) {
      case 'push':
        return yield (tx) => this.#receivePush(tx, request.body, reply as ReplyOf<'push'>);
      case 'facts':
        return yield (tx) => factsSent(tx, request.mails);
      case 'rekey':
        return yield (tx) => receiveRekey(tx, reply as ReplyOf<'rekey'>);
      case 'checksum':
        turn.mayDelete = reply as ReplyOf<'checksum'>;
        return;
      case 'pull':
        yield* receivePull(reply as ReplyOf<'pull'>, turn, { subjects: this.#subjects, bugs: this.#bugs });
    }
  }

  /** Applies what an older program had to put aside and this one can read. */
  *replay(): Generator<Step, void, void> {
    for (let after: ParkedKey | null = FIRST_PARKED; after !== null;) {
      const from: ParkedKey = after;
      yield (tx) => void (after = replayParked(tx, from, { subjects: this.#subjects, bugs: this.#bugs }));
    }
  }

  /** What a refusal changes. */
  refuse(tx: WriteTx, request: SyncRequest, { reason, detail }: SyncRefusal): void {
    const state = findSyncState(tx);
    if (!state) return;
    switch (reason) {
      case 'epoch':
        return this.#meetEpoch(tx, state, detail);
      case 'fork':
        return this.#bugs.has('noForkCheck') ? undefined : fork(tx, state);
      case 'revoked':
        return shutOut(tx, state, detail);
      case 'upgrade-required':
        return request.name === 'pull' ? setSyncState(tx, { phase: 'upgrade' }) : undefined;
      default:
    }
  }

  #receivePush(tx: WriteTx, { inc, mutations }: RequestOf<'push'>, reply: ReplyOf<'push'>): void {
    const state = findSyncState(tx);
    // The answer to what an abandoned incarnation asked.
    if (state?.inc !== inc) return;
    saveVerdicts(tx, state.baseSeq, reply.results);
    const through = state.baseSeq + reply.lmid;
    if (!this.#bugs.has('noForkCheck') && differs(tx, state, reply)) return fork(tx, state);
    const stuck = reply.stop === 'chain' && reply.lmid < (mutations[0]?.mid ?? 0);
    if (stuck) return fork(tx, state);
    const ackedSeq = Math.min(through, lastSeq(tx));
    setSyncState(tx, { ackedSeq, ...(this.#bugs.has('dropOnAck') && { confirmedSeq: ackedSeq }) });
  }

  #factsRequest(tx: WriteTx, state: SyncState, limit: number): SyncRequest | null {
    const mails: WaitingMail[] = [];
    const bundles: string[] = [];
    let bytes = 0;
    for (const waiting of waitingMails(tx, limit)) {
      const bundle = this.#subjects.bundleOf(tx, waiting.mailNo);
      if (!bundle) tx.run('DELETE FROM fact_outbox WHERE mail_no = ?', [waiting.mailNo]);
      else {
        const text = bundleText(bundle);
        bytes += Buffer.byteLength(text);
        if (bundles.length > 0 && bytes > MOST_FACT_BYTES) break;
        mails.push(waiting);
        bundles.push(text);
      }
    }
    return bundles.length === 0 ? null : { name: 'facts', body: { ...envelope(state), bundles }, mails };
  }

  /**
   * The server is another timeline: what it has lost is sent again, what it holds is read anew.
   * Everything stays visible until the streams have come to their ends.
   */
  #meetEpoch(tx: WriteTx, state: SyncState, detail: SyncRefusal['detail']): void {
    const epoch = String(detail['epoch']);
    if (this.#bugs.has('ignoreEpoch')) return setSyncState(tx, { epoch });
    const lmid = Number(detail['lmid'] ?? 0);
    const hash = detail['lmidHash'];
    for (const { stream } of listStreams(tx)) restartStream(tx, stream, { cursor: 0, headHash: STREAM_GENESIS });
    fillFacts(tx);
    // After a fork the server tells of the last line alone and may have lost earlier ones as well; of a
    // copy's line it tells what is not ours. Either way the log is told anew, as far as it is not known.
    const isForked = state.baseSeq > 0 || differs(tx, state, { lmid, lmidHash: typeof hash === 'string' ? hash : null });
    if (isForked && !this.#bugs.has('noForkCheck')) {
      setSyncState(tx, { epoch, baseSeq: 0, ackedSeq: 0, confirmedSeq: 0 });
      return fork(tx, state);
    }
    const through = Math.min(state.baseSeq + lmid, lastSeq(tx));
    const ackedSeq = this.#bugs.has('resetEatsOutbox') ? lastSeq(tx) : through;
    setSyncState(tx, { epoch, ackedSeq, confirmedSeq: through });
  }
}

const MOST_FACT_BYTES = 4 * 1024 * 1024;

/** The line of time is not taken from here: whoever sees another one reads all streams anew. */
function receiveRekey(tx: WriteTx, { knownThrough }: ReplyOf<'rekey'>): void {
  const state = findSyncState(tx);
  if (state?.phase !== 'rekeying') return;
  // Nothing of this history is known there: it is told from its beginning, and what repeats does no harm.
  const baseSeq = knownThrough === 0 ? 0 : state.baseSeq + knownThrough;
  const confirmedSeq = Math.min(state.confirmedSeq, baseSeq);
  setSyncState(tx, { inc: state.phaseDetail, baseSeq, ackedSeq: baseSeq, confirmedSeq, phase: 'live', phaseDetail: '' });
}

/** What was handed over nevertheless is not handed over again. */
function shutOut(tx: WriteTx, { baseSeq, ackedSeq }: SyncState, detail: SyncRefusal['detail']): void {
  const lmid = detail['lmid'];
  const taken = typeof lmid === 'number' ? Math.min(baseSeq + lmid, lastSeq(tx)) : ackedSeq;
  setSyncState(tx, { phase: 'revoked', ackedSeq: Math.max(ackedSeq, taken) });
}

function envelope({ inc, epoch }: SyncState): { inc: string; epoch: string; wire: number } {
  return { inc, epoch, wire: WIRE_VERSION };
}

function pushRequest(tx: ReadTx, state: SyncState, limit: number): SyncRequest | null {
  const mutations = unsentMutations(tx, state, limit);
  if (mutations.length === 0) return null;
  return { name: 'push', body: { ...envelope(state), ackedThrough: Math.max(0, state.ackedSeq - state.baseSeq), mutations } };
}

function pullRequest(tx: ReadTx, state: SyncState, maxRows: number): SyncRequest {
  const cursors = Object.fromEntries(listStreams(tx).map(({ stream, cursor }) => [stream, cursor]));
  return { name: 'pull', body: { ...envelope(state), cursors, maxRows, maxBytes: LIMITS.pullBytes } };
}

function rekeyRequest(tx: ReadTx, state: SyncState): SyncRequest {
  return { name: 'rekey', body: { wire: WIRE_VERSION, old: state.inc, new: state.phaseDetail, pairs: rekeyPairs(tx, state, PAIRS) } };
}

function checksumRequest(state: SyncState, { stream, cursor }: { stream: string; cursor: number }): SyncRequest {
  return { name: 'checksum', body: { ...envelope(state), stream, cursor } };
}
