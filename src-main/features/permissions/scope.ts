import type { Act } from '#shared/domain/permissions/matrix.ts';
import { mayDo } from '#shared/domain/permissions/matrix.ts';
import { isInScope, scopeOf } from '#shared/domain/permissions/scopes.ts';
import type { Person } from '#shared/domain/people/person.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { ReadTx } from '../../ledger/index.ts';

type ClientRow = { code: string; station: string; account_manager: string };

/** Throws AppError forbidden `not-permitted` for an act that the person's role does not allow. */
export function assertMay({ role }: Pick<Person, 'role'>, act: Act): void {
  if (!mayDo(role, act)) throw new AppError('forbidden', 'not-permitted');
}

/** Whether what belongs to a client (null: to none that is known) is the person's to act on. */
export function isClientInScope(tx: ReadTx, person: Person, code: string | null): boolean {
  if (scopeOf(person.role) === 'all') return true;
  if (code === null) return isInScope(person, null);
  const row = tx.get<ClientRow>('SELECT code, station, account_manager FROM client WHERE code = ?', [code]);
  return isInScope(person, { code, station: row?.station, accountManager: row?.account_manager ?? '' });
}

/** Throws AppError forbidden `out-of-scope` for a mail of others' clients; a mail that is not there is no matter of scope. */
export function assertMailInScope(tx: ReadTx, person: Person, mailNo: string): void {
  const code = tx.pluck<string | null>('SELECT client_code FROM mail WHERE mail_no = ?', [mailNo]);
  if (code !== undefined && !isClientInScope(tx, person, code)) throw new AppError('forbidden', 'out-of-scope');
}
