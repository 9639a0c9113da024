import type { AppHandlers } from '#shared/contract/contract.ts';
import { keyRefusal } from '#shared/domain/keyboard/key-rules.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { HandlerContext } from '../handler-context.ts';
import { readKeys, writeKeys } from './key-store.ts';

/** Keys of the person who has unlocked; nobody reads or changes another's. */
export function createKeysHandlers(context: HandlerContext): AppHandlers['keys'] {
  return {
    get: () => {
      const kept = context.ledger().read((tx) => readKeys(tx, context.person().id));
      return kept;
    },
    set: ({ mode, bindings, recent }) => {
      const refused = Object.values(bindings ?? {})
        .flat()
        .find((keys) => keyRefusal(keys) !== null);
      if (refused !== undefined) throw new AppError('invalid-input', 'key-forbidden', { detail: { keys: refused } });
      const personId = context.person().id;
      context.ledger().write((tx) => {
        const kept = readKeys(tx, personId);
        writeKeys(tx, personId, { mode: mode ?? kept.mode, bindings: bindings ?? kept.bindings, recent: recent ?? kept.recent });
      });
      return {};
    },
  };
}
