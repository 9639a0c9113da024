import type { QueueConditions } from '#shared/domain/exceptions/queue-filter.ts';
import type { ReadTx } from '../../ledger/index.ts';
import { readQueueCounts } from './counts-reader.ts';
import type { QueueCounts } from './counts-reader.ts';
import { listGroupIds, readGroups } from './groups-reader.ts';
import type { GroupKey, Groups } from './groups-reader.ts';
import { countQueueIds, listQueueIds } from './ids-reader.ts';
import type { QueueFilter, QueueMoment } from './ids-reader.ts';
import { countMirrored, groupMirrored, isMirrored, listMirrored, sumMirrored } from './mirror-answers.ts';
import type { QueueMemory } from './queue-memory.ts';

/** What the queue is asked, from memory where it is there, else from SQL: both answer the same. */
export class QueueAnswers {
  readonly #tx: ReadTx;
  readonly #memory: QueueMemory;
  readonly #moment: QueueMoment;

  constructor(tx: ReadTx, memory: QueueMemory, moment: QueueMoment) {
    this.#tx = tx;
    this.#memory = memory;
    this.#moment = moment;
  }

  /** Ids of the exceptions that a filter keeps, in its order. */
  ids(filter: QueueFilter): number[] {
    const mirrored = this.#mirrored(filter.view);
    if (mirrored) return listMirrored(mirrored, filter, this.#moment);
    const read = (): number[] => listQueueIds(this.#tx, filter, this.#moment);
    return isOfClosedAlone(filter) ? this.#memory.recallClosed(this.#tx, JSON.stringify(filter), read).slice() : read();
  }

  count(filter: QueueConditions): number {
    const mirrored = this.#mirrored(filter.view);
    return mirrored ? countMirrored(mirrored, filter, this.#moment) : countQueueIds(this.#tx, filter, this.#moment);
  }

  groups(filter: QueueConditions): Groups {
    const mirrored = this.#mirrored(filter.view);
    return mirrored ? groupMirrored(mirrored, filter, this.#moment) : readGroups(this.#tx, filter, this.#moment);
  }

  /** Ids of one group in the order of deadlines. */
  groupIds(request: { filter: QueueConditions } & GroupKey): number[] {
    return listGroupIds(request, (filter) => this.ids(filter));
  }

  /** Live counts of every view, and of the open exceptions by type, client tier and region. */
  counts(): QueueCounts {
    const mirrored = this.#mirrored('all-open');
    return mirrored ? sumMirrored(mirrored, this.#moment) : readQueueCounts(this.#tx, this.#moment);
  }

  #mirrored(view: QueueFilter['view']) {
    const mirror = isMirrored(view) ? this.#memory.mirror(this.#tx) : null;
    return mirror && { tx: this.#tx, mirror };
  }
}

/** True when nothing but the closed exceptions themselves decides about the list: no client's name or tier. */
function isOfClosedAlone({ view, sort, search, tiers }: QueueFilter): boolean {
  return view === 'closed' && sort !== 'client' && search === undefined && tiers === undefined;
}
