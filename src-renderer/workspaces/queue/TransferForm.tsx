import { useState } from 'react';
import { api } from '#renderer/api/client.ts';
import { useQueryOf } from '#renderer/api/queries.ts';
import { useText } from '#renderer/i18n/text.ts';
import { TextField } from '#renderer/ui/controls/Fields.tsx';
import { FormFrame } from './FormFrame.tsx';
import { PickList, onPickKey } from './PickList.tsx';
import { performForm } from './acts.ts';
import { useDraft } from './drafts.ts';
import type { FormTarget } from './form-target.ts';
import { closeForm } from './queue-moves.ts';

type Person = { id: string; name: string; staffNo: string; station: string };

/** Name, staff number or station holds what was typed. */
export function peopleFound<P extends Person>(people: readonly P[], typed: string): readonly P[] {
  const words = typed.trim();
  return people.filter(({ name, staffNo, station }) => words === '' || [name, staffNo, station].some((field) => field.includes(words)));
}

/** R: typed until one is left, Enter hands over. */
export function TransferForm({ target }: { target: FormTarget }) {
  const t = useText();
  const people = (useQueryOf(api.people.list, {}).data?.people ?? []).filter(({ removed }) => !removed);
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const [reason, setReason] = useDraft(`${target.key} transfer reason`);
  const found = peopleFound(people, typed).filter(({ id }) => id !== target.row?.ownerId);
  const picks = found.map(({ id, name, staffNo, station }) => ({
    id,
    title: name,
    note: [staffNo, station].filter((part) => part !== '').join(' · '),
  }));
  const save = (to: string) => {
    closeForm();
    void performForm({ kind: 'transfer', to, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) });
  };
  const list = {
    picks,
    active: Math.min(active, Math.max(0, picks.length - 1)),
    onActive: setActive,
    onPick: ({ id }: { id: string }) => save(id),
  };
  const chosen = picks[list.active];
  return (
    <FormFrame
      label={t('queue:acts.transfer')}
      count={target.count}
      ready={chosen !== undefined}
      onSave={() => (chosen ? save(chosen.id) : undefined)}
    >
      <TextField
        label={t('queue:forms.to-person')}
        placeholder={t('queue:forms.to-personPlaceholder')}
        autoFocus
        autoComplete="off"
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={(event) => void onPickKey(event, false, list)}
      />
      <PickList label={t('queue:forms.people')} {...list} />
      <TextField
        label={t('queue:forms.transferReason')}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </FormFrame>
  );
}
