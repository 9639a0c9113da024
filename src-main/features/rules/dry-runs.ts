import type { AppContract } from '#shared/contract/contract.ts';
import type { InputOf, OutputOf } from '#shared/contract/define.ts';
import { compileRules } from '#shared/domain/rules/compile.ts';
import { asVersion, draftHash } from '#shared/domain/rules/draft.ts';
import type { RuleDraft } from '#shared/domain/rules/draft.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Ledger, ReadTx } from '../../ledger/index.ts';
import type { HandlerContext } from '../handler-context.ts';
import { runDryRun } from './dry-run.ts';
import { mailsOfDryRun, namedSums } from './dry-run-reader.ts';
import type { DryRunTally } from './dry-run-tally.ts';
import { rulesAt } from './reader.ts';

type Contract = AppContract['rules'];
type State = 'running' | 'done' | 'cancelled' | 'failed';
export type DryRunRecord = {
  readonly id: string;
  readonly ledger: Ledger;
  readonly personId: string;
  readonly draft: RuleDraft;
  readonly hash: string;
  readonly basedOn: number;
  readonly asOf: number;
  readonly signal: { aborted: boolean };
  state: State;
  done: number;
  total: number;
  tally: DryRunTally | null;
  sums: OutputOf<Contract['dryRun']>['sums'];
};

/** Topics of progress are at least so far apart. */
const TOLD_EVERY_MS = 200;

/**
 * The one dry run of a program: kept in memory, so that it writes nothing; it is its asker's alone,
 * and gone with the program or another ledger.
 */
export class DryRuns {
  readonly #context: HandlerContext;
  #last: DryRunRecord | null = null;

  constructor(context: HandlerContext) {
    this.#context = context;
  }

  start(draft: RuleDraft): DryRunRecord {
    const { clock, ids } = this.#context;
    const [ledger, asOf] = [this.#context.ledger(), clock.now()];
    if (this.#last) this.#last.signal.aborted = true;
    const before = ledger.read((tx) => rulesAt(tx, asOf));
    const run: DryRunRecord = {
      id: ids.uuid(asOf),
      ledger,
      personId: this.#context.person().id,
      draft,
      hash: draftHash(draft),
      basedOn: before.version,
      asOf,
      signal: { aborted: false },
      state: 'running',
      done: 0,
      total: 0,
      tally: null,
      sums: null,
    };
    this.#last = run;
    void this.#run(run);
    return run;
  }

  cancel(id: string): void {
    if (this.#last?.id === id) this.#last.signal.aborted = true;
  }

  /** The last dry run, if it is the asker's and of the ledger that is open. */
  find(): DryRunRecord | null {
    const run = this.#last;
    return run?.ledger === this.#context.ledger() && run.personId === this.#context.person().id ? run : null;
  }

  /** Throws `dry-run-unknown`. */
  get(id: string): DryRunRecord {
    const run = this.find();
    if (run?.id !== id) throw new AppError('not-found', 'dry-run-unknown');
    return run;
  }

  mails(tx: ReadTx, input: InputOf<Contract['dryRunMails']>): OutputOf<Contract['dryRunMails']> {
    const { tally } = this.get(input.dryRunId);
    if (!tally) throw new AppError('not-found', 'dry-run-unknown');
    return mailsOfDryRun(tx, tally, input);
  }

  async #run(run: DryRunRecord): Promise<void> {
    const { timers, log, clock } = this.#context;
    const { ledger, asOf, draft, signal } = run;
    let toldAt = 0;
    try {
      const tally = await runDryRun({
        ledger,
        now: asOf,
        before: ledger.read((tx) => rulesAt(tx, asOf)),
        after: compileRules(asVersion(draft, { version: run.basedOn + 1, effectiveFrom: asOf })),
        signal,
        pause: () => timers.yieldToLoop(),
        onProgress: (done, total) => {
          Object.assign(run, { done, total });
          if (clock.now() - toldAt < TOLD_EVERY_MS) return;
          toldAt = clock.now();
          this.#tell(run);
        },
      });
      Object.assign(run, { tally, sums: ledger.read((tx) => namedSums(tx, tally)), done: run.total, state: 'done' satisfies State });
    } catch (error) {
      // A ledger that was closed meanwhile ends it, as a cancel does.
      run.state = signal.aborted || !ledger.isOpen ? 'cancelled' : 'failed';
      if (run.state === 'failed') log.error('dry-run-failed', { error });
    }
    this.#tell(run);
  }

  #tell(run: DryRunRecord): void {
    if (this.#last === run) this.#context.publish('rules.dryRunMoved', {});
  }
}
