import { useState } from 'react';
import { api } from '#renderer/api/client.ts';
import { useCommandOf } from '#renderer/api/queries.ts';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { NewPinFields } from '#renderer/features/pin/NewPinFields.tsx';
import { EMPTY_PIN, newPinProblem } from '#renderer/features/pin/new-pin.ts';
import { showAct } from '#renderer/features/status-line/status-line.ts';
import { useText } from '#renderer/i18n/text.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { Dialog } from '#renderer/ui/controls/Dialog.tsx';
import { TextField } from '#renderer/ui/controls/Fields.tsx';
import css from './People.module.css';

/** The own PIN only: the present one opens the slot that the new one closes. */
export function ChangePinDialog({ onClose }: { onClose: () => void }) {
  const t = useText();
  const [oldPin, setOldPin] = useState('');
  const [pin, setPin] = useState(EMPTY_PIN);
  const change = useCommandOf(api.people.changePin);
  const isReady = oldPin !== '' && newPinProblem(pin) === null;
  const done = () => {
    showAct({ words: t('people:pinChanged'), state: 'saved' });
    onClose();
  };
  return (
    <Dialog title={t('people:pinTitle')} closeLabel={t('common:close')} onClose={onClose}>
      <form
        className={css['form']}
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) change.mutate({ oldPin, newPin: pin.first }, { onSuccess: done });
        }}
      >
        <TextField
          label={t('people:oldPin')}
          type="password"
          inputMode="numeric"
          autoComplete="current-password"
          required
          data-autofocus
          value={oldPin}
          onChange={(event) => setOldPin(event.currentTarget.value)}
        />
        <NewPinFields value={pin} onChange={setPin} />
        {change.error === null ? null : <CallErrorBox error={change.error} />}
        <div className={css['foot']}>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button type="submit" look="primary" disabled={!isReady || change.isPending}>
            {t('people:pinSubmit')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
