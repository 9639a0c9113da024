import { useState } from 'react';
import { api } from '#renderer/api/client.ts';
import { useCommandOf } from '#renderer/api/queries.ts';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { NewPinFields } from '#renderer/features/pin/NewPinFields.tsx';
import { EMPTY_PIN, newPinProblem } from '#renderer/features/pin/new-pin.ts';
import { useText } from '#renderer/i18n/text.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { TextArea } from '#renderer/ui/controls/Fields.tsx';
import css from './Session.module.css';
import { rememberPerson } from './last-person.ts';

/** The printed code opens the ledger once more and sets a new PIN. */
export function RecoveryForm({ personId, onBack }: { personId: string; onBack: () => void }) {
  const t = useText();
  const [code, setCode] = useState('');
  const [pin, setPin] = useState(EMPTY_PIN);
  const unlock = useCommandOf(api.session.unlockWithRecovery);
  const isReady = code.trim() !== '' && newPinProblem(pin) === null;
  return (
    <form
      className={css['form']}
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) unlock.mutate({ personId, code, newPin: pin.first }, { onSuccess: () => rememberPerson(personId) });
      }}
    >
      <TextArea
        label={t('session:recovery.code')}
        hint={t('session:recovery.hint')}
        required
        autoFocus
        spellCheck={false}
        autoComplete="off"
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <NewPinFields value={pin} onChange={setPin} />
      <Button look="primary" size="large" type="submit" disabled={!isReady || unlock.isPending}>
        {unlock.isPending ? t('session:unlocking') : t('session:recovery.submit')}
      </Button>
      {unlock.error === null ? null : <CallErrorBox error={unlock.error} />}
      <div className={css['quiet']}>
        <Button look="quiet" onClick={onBack}>
          {t('session:recovery.back')}
        </Button>
      </div>
    </form>
  );
}
