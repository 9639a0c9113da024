import type { ModelBug } from './bugs.ts';
import { faultOfPage, finished, withCursors, withRows } from './device-pull.ts';
import { appended, asMutation, freshState, isOwnHistory, viewOf } from './device-state.ts';
import type { DeviceState } from './device-state.ts';
import type { PullReply, PushReply, Reply, Request } from './messages.ts';
import type { LogEntry, Ticket } from './ticket.ts';

export type DeviceEnvironment = {
  readonly bug: ModelBug | null;
  readonly maxRows: number;
  isDiskFull(): boolean;
  /** A token, and a number for names; both never repeat. */
  nextNumber(): number;
  send(token: number, body: Request): void;
  fail(oracle: string): void;
};

/** Small, so that batches, partial pages and interleavings are common. */
const PUSH_AT_ONCE = 3;

/** One installation: its disk (`state`) and what dies with its process. */
export class DeviceModel {
  readonly key: string;
  readonly device: string;
  state: DeviceState;
  readonly #environment: DeviceEnvironment;
  #awaited: number | null = null;
  #phase: 'push' | 'pull' = 'push';
  /** The second of two transactions that should have been one: the planted `cursor-before-rows`. */
  #secondHalf: ((state: DeviceState) => DeviceState) | null = null;

  constructor(names: { key: string; device: string }, environment: DeviceEnvironment) {
    this.key = names.key;
    this.device = names.device;
    this.#environment = environment;
    this.state = freshState(names.device);
  }

  get isIdle(): boolean {
    return this.#awaited === null && this.#secondHalf === null;
  }

  view(): Map<string, Ticket> {
    return viewOf(this.state, this.device, this.#environment.bug);
  }

  /** False when the disk is full: then nothing happened. */
  write(draft: Omit<LogEntry, 'seq' | 'hash'>): boolean {
    return this.#store((state) => appended(state, draft));
  }

  /** The process dies; the disk stays. */
  crash(): void {
    this.#awaited = null;
    this.#secondHalf = null;
    this.#phase = 'push';
  }

  giveUpWaiting(): void {
    this.#awaited = null;
  }

  step(): void {
    if (this.#secondHalf !== null) {
      const half = this.#secondHalf;
      this.#secondHalf = null;
      this.#store(half);
    } else if (this.#awaited === null) {
      this.#awaited = this.#environment.nextNumber();
      this.#environment.send(this.#awaited, this.#nextRequest());
    }
  }

  /** Late and repeated answers are those of a question that nobody waits for. */
  receive(token: number, reply: Reply): void {
    if (token !== this.#awaited) return;
    this.#awaited = null;
    if (reply.kind === 'epoch') this.#beginAgain(reply);
    else if (reply.kind === 'fork') this.#chooseIncarnation();
    else if (reply.kind === 'rekey') this.#becomeIncarnation(reply);
    else if (reply.kind === 'push') this.#takeVerdicts(reply);
    else this.#takePage(reply);
  }

  #nextRequest(): Request {
    const { inc, epoch, baseSeq, log, acked, cursors, rekeyTo } = this.state;
    if (rekeyTo !== null) return { kind: 'rekey', inc, next: rekeyTo, hashes: log.slice(baseSeq).map((entry) => entry.hash) };
    const unsent = log.slice(acked, acked + PUSH_AT_ONCE);
    if (this.#phase === 'push' && unsent.length > 0) {
      return { kind: 'push', inc, epoch, mutations: unsent.map((entry) => asMutation(entry, baseSeq)) };
    }
    this.#phase = 'pull';
    return { kind: 'pull', inc, epoch, cursors, maxRows: this.#environment.maxRows };
  }

  /**
   * The server's time line changed: what it does not know is sent again, all streams begin anew.
   * After a fork it tells of the last incarnation alone, and may have lost earlier ones as well:
   * then the whole log goes under a new one, and ids tell what is known.
   */
  #beginAgain({ epoch, lmid, lmidHash }: Extract<Reply, { kind: 'epoch' }>): void {
    const { bug } = this.#environment;
    const isChecked = bug !== 'no-fork-check' && bug !== 'no-fork-at-epoch';
    const isForked = isChecked && (this.state.baseSeq > 0 || !isOwnHistory(this.state, lmid, lmidHash));
    if (isForked) this.#chooseIncarnation();
    this.#store((state) => {
      const baseSeq = isForked ? 0 : state.baseSeq;
      const length = state.log.length;
      const known = bug === 'reset-eats-outbox' ? length : Math.min(length, isForked ? 0 : baseSeq + lmid);
      // Verdicts are those of a time line: a copy of this device may have had other ones since.
      const verdicts = new Map<string, string>();
      const { cursors, heads, rows, memberships } = freshState(state.inc);
      const staged = new Set<string>();
      return { ...state, epoch, baseSeq, acked: known, confirmed: known, staged, verdicts, cursors, heads, rows, memberships };
    });
    this.#phase = 'push';
  }

  #chooseIncarnation(): void {
    this.#store((state) => ({ ...state, rekeyTo: `${this.device}~${this.#environment.nextNumber()}` }));
  }

  /** What the server knows stays in the overlay until a complete pull; the rest is numbered from 1. */
  #becomeIncarnation({ next, knownThrough }: Extract<Reply, { kind: 'rekey' }>): void {
    if (this.state.rekeyTo !== next) return;
    this.#store((state) => {
      const baseSeq = state.baseSeq + knownThrough;
      return { ...state, inc: next, baseSeq, acked: baseSeq, confirmed: Math.min(state.confirmed, baseSeq), rekeyTo: null };
    });
    this.#phase = 'push';
  }

  #takeVerdicts({ results, stop }: PushReply): void {
    this.#store((state) => {
      const verdicts = new Map(state.verdicts);
      let { acked } = state;
      for (const { mid, verdict } of results) {
        const entry = state.log[state.baseSeq + mid - 1];
        if (entry === undefined) continue;
        verdicts.set(entry.uid, verdict);
        acked = Math.max(acked, entry.seq);
      }
      return { ...state, verdicts, acked };
    });
    const hasMore = this.state.acked < this.state.log.length;
    this.#phase = hasMore && stop === null ? 'push' : 'pull';
  }

  #takePage(reply: PullReply): void {
    const { bug } = this.#environment;
    const fault = faultOfPage(this.state, reply, bug);
    if (fault?.kind === 'fork') return this.#chooseIncarnation();
    if (fault?.kind === 'broken') return this.#environment.fail(fault.oracle);
    if (fault !== null) return;
    const rowsLast = (state: DeviceState): DeviceState => finished(withRows(state, reply, bug), reply, bug);
    if (bug === 'cursor-before-rows') {
      this.#store((state) => withCursors(state, reply, bug));
      this.#secondHalf = rowsLast;
    } else this.#store((state) => rowsLast(withCursors(state, reply, bug)));
    this.#phase = reply.more ? 'pull' : 'push';
  }

  /** One transaction on the device's disk. */
  #store(change: (state: DeviceState) => DeviceState): boolean {
    if (this.#environment.isDiskFull()) return false;
    this.state = change(this.state);
    return true;
  }
}
