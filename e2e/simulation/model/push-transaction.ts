import { deviceOf } from './database.ts';
import type { IncRecord, PushHost } from './database.ts';
import { countsAsDone, decide, isForbidden } from './decide.ts';
import { digest, GENESIS } from './digest.ts';
import type { Change, PushReply, Reply, Request } from './messages.ts';
import { streamsOf } from './ticket.ts';
import type { Mutation, Ticket } from './ticket.ts';

/** Where a transaction stands when the world lets another one go on. */
export type PushStep = 'wait' | 'statement' | 'commit' | 'committed';

type Call = {
  readonly id: number;
  readonly request: Extract<Request, { kind: 'push' }>;
  readonly reply: (body: Reply) => void;
};

type Draft = Omit<Change, 'seq' | 'prev' | 'hash'> & { readonly seq: number | null };

/** What the transaction has written and nobody else sees yet. */
type Work = {
  inc: IncRecord;
  readonly tickets: Map<string, Ticket>;
  readonly changes: Draft[];
  readonly verdicts: Map<string, string>;
  readonly results: { mid: number; verdict: string }[];
  stop: PushReply['stop'];
};

type Steps = Generator<PushStep, void, void>;

/**
 * One push = one transaction, a step at a time, so that transactions interleave and may die
 * between any two of them: device lock, epoch, ticket locks in order, decisions, stream heads in
 * order, commit, answer.
 */
export function* pushTransaction(server: PushHost, call: Call): Steps {
  const { request, id } = call;
  yield* lock(server, id, [`inc:${request.inc}`]);
  const inc = server.incOf(request.inc);
  if (server.environment.bug !== 'ignore-epoch' && request.epoch !== server.db.epoch) {
    return finish(server, call, { kind: 'epoch', epoch: server.db.epoch, lmid: inc.lmid, lmidHash: inc.hashes[inc.lmid - 1] ?? null });
  }
  yield* lock(
    server,
    id,
    request.mutations.map((mutation) => `ticket:${mutation.ticket}`),
  );
  const work: Work = { inc, tickets: new Map(), changes: [], verdicts: new Map(), results: [], stop: null };
  for (const mutation of request.mutations) {
    yield 'statement';
    if (!takeMutation(server, { work, mutation, request })) return finish(server, call, { kind: 'fork' });
    if (work.stop !== null) break;
  }
  const answer: Reply = { kind: 'push', results: work.results, stop: work.stop };
  if (server.environment.bug === 'ack-before-commit') call.reply(answer);
  if (server.environment.bug !== 'naive-seq') {
    yield* lock(
      server,
      id,
      work.changes.map((change) => `head:${change.stream}`),
    );
  }
  yield 'commit';
  commit(server, request.inc, work);
  server.release(id);
  yield 'committed';
  if (server.environment.bug !== 'ack-before-commit') call.reply(answer);
}

function* lock(server: PushHost, id: number, keys: readonly string[]): Steps {
  for (const key of [...new Set(keys)].sort()) {
    while ((server.locks.get(key) ?? id) !== id) yield 'wait';
    server.locks.set(key, id);
  }
}

function finish(server: PushHost, call: Call, answer: Reply): void {
  server.release(call.id);
  call.reply(answer);
}

type Taken = { readonly work: Work; readonly mutation: Mutation; readonly request: Call['request'] };

/** False when the device's history is not the one that is stored here. */
function takeMutation(server: PushHost, { work, mutation, request }: Taken): boolean {
  const { bug } = server.environment;
  const { lmid, hashes, verdicts } = work.inc;
  if (mutation.mid <= lmid && bug !== 'no-dedupe') {
    if (bug !== 'no-fork-check' && hashes[mutation.mid - 1] !== mutation.hash) return false;
    const stored = verdicts[mutation.mid - 1] ?? 'unknown';
    work.results.push({ mid: mutation.mid, verdict: bug === 'result-not-stored' ? 'applied' : stored });
    return true;
  }
  if (mutation.mid > lmid + 1) {
    work.stop = 'gap';
    return true;
  }
  const verdict = verdictOf(server, { work, mutation, request });
  if (isForbidden(verdict) && bug === 'poison-blocks') {
    work.stop = 'error';
    return true;
  }
  work.results.push({ mid: mutation.mid, verdict });
  work.inc = remembered(work.inc, mutation, verdict);
  return true;
}

function remembered(inc: IncRecord, { mid, hash }: Mutation, verdict: string): IncRecord {
  const [hashes, verdicts] = [[...inc.hashes], [...inc.verdicts]];
  hashes[mid - 1] = hash;
  verdicts[mid - 1] = verdict;
  return { lmid: Math.max(inc.lmid, mid), hashes, verdicts };
}

/** An id that was decided under another incarnation keeps its verdict and has no second effect. */
function verdictOf(server: PushHost, { work, mutation, request }: Taken): string {
  const { bug } = server.environment;
  const known = server.db.audit.get(mutation.uid)?.[0];
  if (known !== undefined && bug !== 'no-dedupe') return known;
  const before = work.tickets.get(mutation.ticket) ?? server.db.tickets.get(mutation.ticket) ?? null;
  const author = { device: deviceOf(request.inc), streams: server.grantsOf(request.inc) };
  const decided = decide(before, mutation, { author, bug });
  if (decided.isCausal && decided.verdict === 'merged') server.environment.fail(`I8 an edit that had seen the value lost: ${mutation.uid}`);
  work.verdicts.set(mutation.uid, decided.verdict);
  if (decided.ticket !== null && countsAsDone(decided.verdict)) {
    work.tickets.set(mutation.ticket, decided.ticket);
    work.changes.push(...changesOf(server, { before, after: decided.ticket, origin: { inc: request.inc, mid: mutation.mid } }));
  }
  return decided.verdict;
}

type Changed = { readonly before: Ticket | null; readonly after: Ticket; readonly origin: { readonly inc: string; readonly mid: number } };

function changesOf(server: PushHost, { before, after, origin }: Changed): Draft[] {
  const { bug } = server.environment;
  const kept = { id: after.id, ...origin };
  const drafts: Omit<Draft, 'seq'>[] = [];
  if (!(after.isDeleted && bug === 'no-tombstone')) {
    const op = after.isDeleted ? 'del' : 'put';
    for (const stream of streamsOf(after)) drafts.push({ ...kept, stream, op, row: after });
  }
  if (before !== null && before.station !== after.station && bug !== 'no-leave') {
    drafts.push({ ...kept, stream: before.station, op: 'leave', row: null });
  }
  return drafts.map((draft) => ({ ...draft, seq: bug === 'naive-seq' ? earlyNumber(server, draft.stream) : null }));
}

function earlyNumber(server: PushHost, stream: string): number {
  const last = server.earlyNumbers.get(stream) ?? server.db.streams.get(stream)?.at(-1)?.seq ?? 0;
  server.earlyNumbers.set(stream, last + 1);
  return last + 1;
}

/** The one moment at which everything becomes visible. */
function commit(server: PushHost, inc: string, work: Work): void {
  const streams = new Map(server.db.streams);
  const written: Change[] = [];
  for (const draft of work.changes) {
    const log = streams.get(draft.stream) ?? [];
    const prev = log.at(-1)?.hash ?? GENESIS;
    const seq = draft.seq ?? log.length + 1;
    const change: Change = { ...draft, seq, prev, hash: changeHash(prev, { ...draft, seq }) };
    const grown = [...log, change];
    streams.set(draft.stream, draft.seq === null ? grown : grown.sort((a, b) => a.seq - b.seq));
    written.push(change);
  }
  const audit = new Map(server.db.audit);
  for (const [uid, verdict] of work.verdicts) audit.set(uid, [...(audit.get(uid) ?? []), verdict]);
  const incs = new Map(server.db.incs).set(inc, work.inc);
  server.db = { ...server.db, streams, audit, incs, tickets: new Map([...server.db.tickets, ...work.tickets]) };
  for (const change of written) server.environment.committed(change);
}

export function changeHash(prev: string, row: Omit<Change, 'prev' | 'hash'>): string {
  return digest(prev + JSON.stringify([row.seq, row.op, row.id, row.row, row.inc, row.mid]));
}
