import { useState } from 'react';
import { api } from '#renderer/api/client.ts';
import { useCommandOf } from '#renderer/api/queries.ts';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { goTo } from '#renderer/features/navigation/navigation.ts';
import { NewPinFields } from '#renderer/features/pin/NewPinFields.tsx';
import { EMPTY_PIN, newPinProblem } from '#renderer/features/pin/new-pin.ts';
import { useText } from '#renderer/i18n/text.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { TextField } from '#renderer/ui/controls/Fields.tsx';
import css from './Session.module.css';

/** Makes the ledger and its first person, then leads to the import. */
export function FirstAdministrator({ keystore, onBack }: { keystore: boolean; onBack: () => void }) {
  const t = useText();
  const [fields, setFields] = useState({ name: '', staffNo: '', station: '' });
  const [pin, setPin] = useState(EMPTY_PIN);
  const create = useCommandOf(api.session.createFirstAdministrator);
  const missing = [fields.name.trim() === '', fields.staffNo.trim() === '', newPinProblem(pin) !== null].filter(Boolean).length;
  const set = (name: keyof typeof fields) => (event: { currentTarget: { value: string } }) =>
    setFields({ ...fields, [name]: event.currentTarget.value });
  const submit = () => {
    if (missing > 0) return;
    create.mutate({ ...fields, pin: pin.first }, { onSuccess: () => goTo('/imports') });
  };
  const label = create.isPending ? t('session:first.creating') : t('session:first.create');
  return (
    <section className={css['card']}>
      <div className={css['between']}>
        <h1>{t('session:first.formTitle')}</h1>
        <Button look="quiet" onClick={onBack}>
          {t('session:first.back')}
        </Button>
      </div>
      <p className={css['lead']}>{t('session:first.formHint')}</p>
      <form
        className={css['form']}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <div className={css['pair']}>
          <TextField
            label={t('session:first.name')}
            required
            autoFocus
            autoComplete="name"
            maxLength={40}
            value={fields.name}
            onChange={set('name')}
          />
          <TextField
            label={t('session:first.staffNo')}
            required
            autoComplete="username"
            maxLength={20}
            value={fields.staffNo}
            onChange={set('staffNo')}
          />
        </div>
        <TextField
          label={t('session:first.station')}
          hint={t('session:first.stationHint')}
          maxLength={60}
          value={fields.station}
          onChange={set('station')}
        />
        <NewPinFields value={pin} onChange={setPin} label={t('session:pin')} />
        {keystore ? null : <p className={css['soon']}>{t('session:noKeystore')}</p>}
        <Button look={missing === 0 ? 'primary' : 'plain'} blocked={missing > 0} size="large" type="submit" disabled={create.isPending}>
          {missing === 0 ? label : t('session:first.blocked', { count: missing })}
        </Button>
        {create.error === null ? null : <CallErrorBox error={create.error} />}
      </form>
    </section>
  );
}
