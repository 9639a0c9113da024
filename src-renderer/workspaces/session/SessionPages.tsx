import { useState } from 'react';
import { api } from '#renderer/api/client.ts';
import { useCommandOf } from '#renderer/api/queries.ts';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import type { Session } from '#renderer/features/session/session.ts';
import { useText } from '#renderer/i18n/text.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { SelectField, TextField } from '#renderer/ui/controls/Fields.tsx';

/** What is shown while no ledger is open. */
export function SessionPages({ session }: { session: Session }) {
  return (
    <main style={{ display: 'grid', placeItems: 'center', height: '100%' }}>
      <div style={{ display: 'grid', gap: 12, width: 340 }}>{session.ledger === 'first-start' ? <FirstStart /> : <Unlock session={session} />}</div>
    </main>
  );
}

function Unlock({ session }: { session: Session }) {
  const t = useText();
  const [personId, setPersonId] = useState(session.people[0]?.id ?? '');
  const [pin, setPin] = useState('');
  const unlock = useCommandOf(api.session.unlock);
  const people = session.people.map((person) => ({ value: person.id, label: `${person.name} · ${person.staffNo}` }));
  return (
    <form
      style={{ display: 'grid', gap: 12 }}
      onSubmit={(event) => {
        event.preventDefault();
        unlock.mutate({ personId, pin });
      }}
    >
      <SelectField label={t('session:who')} options={people} value={personId} onChange={setPersonId} />
      <TextField label={t('session:pin')} type="password" autoFocus value={pin} onChange={(event) => setPin(event.currentTarget.value)} />
      <Button look="primary" size="large" type="submit">
        {t('session:unlock')}
      </Button>
      {unlock.error === null ? null : <CallErrorBox error={unlock.error} />}
    </form>
  );
}

function FirstStart() {
  const t = useText();
  const [fields, setFields] = useState({ name: '', staffNo: '', station: '', pin: '' });
  const create = useCommandOf(api.session.createFirstAdministrator);
  const demonstration = useCommandOf(api.session.openDemonstration);
  const set = (name: keyof typeof fields) => (event: { currentTarget: { value: string } }) => setFields({ ...fields, [name]: event.currentTarget.value });
  return (
    <form
      style={{ display: 'grid', gap: 12 }}
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate(fields);
      }}
    >
      <b>{t('session:firstStart')}</b>
      <p>{t('session:firstStartHint')}</p>
      <TextField label={t('session:name')} required value={fields.name} onChange={set('name')} />
      <TextField label={t('session:staffNo')} required value={fields.staffNo} onChange={set('staffNo')} />
      <TextField label={t('session:station')} value={fields.station} onChange={set('station')} />
      <TextField label={t('session:pin')} required type="password" value={fields.pin} onChange={set('pin')} />
      <Button look="primary" size="large" type="submit">
        {t('session:create')}
      </Button>
      <Button onClick={() => demonstration.mutate({})}>{t('session:demonstration')}</Button>
      {create.error === null ? null : <CallErrorBox error={create.error} />}
    </form>
  );
}
