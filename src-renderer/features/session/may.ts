import { useState } from 'react';
import type { Role } from '#shared/domain/people/person.ts';
import { ROLES } from '#shared/domain/people/person.ts';
import type { Act } from '#shared/domain/permissions/matrix.ts';
import { mayDo } from '#shared/domain/permissions/matrix.ts';
import { api } from '#renderer/api/client.ts';
import { knownOf } from '#renderer/api/queries.ts';
import type { Text } from '#renderer/i18n/text.ts';
import { useText } from '#renderer/i18n/text.ts';
import { usePerson } from './session.ts';

/** `why`: whose work it is, in words; absent when the person may. */
export type May = { readonly may: boolean; readonly why: string | undefined };

/** The same for commands, which are asked when a key is pressed. */
export function mayNow(act: Act): boolean {
  const role = knownOf(api.session.state, {})?.person?.role;
  return role !== undefined && mayDo(role, act);
}

/** Whether the person who has unlocked may do an act, by the same matrix as the engine's: buttons ask it. */
export function useMay(act: Act): May {
  const t = useText();
  const role = useLastRole();
  const may = role !== undefined && mayDo(role, act);
  return { may, why: may ? undefined : t('people:onlyFor', { roles: rolesFor(act, t) }) };
}

/** The role of whoever has unlocked, or of whom a locked page belongs to: nothing on it closes by locking. */
function useLastRole(): Role | undefined {
  const role = usePerson()?.role;
  const [last, setLast] = useState(role);
  if (role !== undefined && role !== last) setLast(role);
  return role ?? last;
}

/** The roles that may do it: 组长、主管、管理员. */
function rolesFor(act: Act, t: Text): string {
  return ROLES.filter((role: Role) => mayDo(role, act))
    .map((role) => t(`words:role.${role}`))
    .join(t('people:and'));
}
