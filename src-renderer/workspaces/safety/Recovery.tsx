import { useEffect, useState } from 'react';
import { api } from '#renderer/api/client.ts';
import { queryClient, useCommandOf, useQueryOf } from '#renderer/api/queries.ts';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { usePerson } from '#renderer/features/session/session.ts';
import { showAct } from '#renderer/features/status-line/status-line.ts';
import { useMay } from '#renderer/features/session/may.ts';
import { useText } from '#renderer/i18n/text.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { StateText } from '#renderer/ui/controls/ClockState.tsx';
import { TextField } from '#renderer/ui/controls/Fields.tsx';
import { Part } from './Part.tsx';
import { RecoverySheet } from './RecoverySheet.tsx';
import css from './Safety.module.css';

const LOOKS = { none: 'over', untested: 'soon', tested: 'done' } as const;

/** A demonstration has no way in that could be forgotten, and nothing that could be lost. */
export function NoRecovery() {
  const t = useText();
  return (
    <Part title={t('safety:recovery')} hint={t('safety:recoveryHint')}>
      <p className={css['second']}>{t('safety:recoveryNotNeeded')}</p>
    </Part>
  );
}

/** Make the sheet, print it, type it once from paper: only then it counts. */
export function Recovery() {
  const t = useText();
  const status = useQueryOf(api.session.recoveryStatus, {});
  const make = useCommandOf(api.session.createRecovery);
  const { may, why } = useMay('ledger.recovery');
  const [asking, setAsking] = useState(false);
  useForgottenAtLock(make.reset);
  const readAgain = () => void queryClient.invalidateQueries({ queryKey: [api.session.recoveryStatus.path] });
  const state = status.data === undefined ? null : status.data.tested ? 'tested' : status.data.exists ? 'untested' : 'none';
  const made = () => {
    setAsking(false);
    readAgain();
  };
  return (
    <Part title={t('safety:recovery')} hint={t('safety:recoveryHint')}>
      {state === null ? null : (
        <StateText state={LOOKS[state]} icon>
          {t(`safety:recoveryState.${state}`)}
        </StateText>
      )}
      {make.data === undefined ? null : <RecoverySheet sheet={make.data} onHide={() => make.reset()} />}
      {make.data !== undefined || asking ? null : (
        <div className={css['row']}>
          <Button size="small" title={why} disabled={!may} onClick={() => setAsking(true)}>
            {state === 'none' ? t('safety:recoveryMake') : t('safety:recoveryMakeAgain')}
          </Button>
        </div>
      )}
      {asking ? (
        <PinForm
          warns={state !== 'none'}
          pending={make.isPending}
          onPin={(pin) => make.mutate({ pin }, { onSuccess: made })}
          onCancel={() => setAsking(false)}
        />
      ) : null}
      {make.error === null ? null : <CallErrorBox error={make.error} />}
      {state === 'untested' ? <TestForm onTested={readAgain} /> : null}
      {status.error === null ? null : <CallErrorBox error={status.error} onRetry={() => void status.refetch()} />}
    </Part>
  );
}

/** The code must not wait behind the lock page. */
function useForgottenAtLock(forget: () => void): void {
  const isLocked = usePerson() === null;
  useEffect(() => {
    if (isLocked) forget();
  }, [isLocked, forget]);
}

type PinFormProps = { warns: boolean; pending: boolean; onPin: (pin: string) => void; onCancel: () => void };

function PinForm({ warns, pending, onPin, onCancel }: PinFormProps) {
  const t = useText();
  const [pin, setPin] = useState('');
  return (
    <form
      className={css['line']}
      onSubmit={(event) => {
        event.preventDefault();
        if (pin !== '') onPin(pin);
      }}
    >
      <TextField
        label={t('safety:recoveryPin')}
        hint={warns ? t('safety:recoveryAgainHint') : undefined}
        type="password"
        inputMode="numeric"
        autoComplete="current-password"
        autoFocus
        required
        value={pin}
        onChange={(event) => setPin(event.currentTarget.value)}
      />
      <Button type="submit" disabled={pending || pin === ''}>
        {t('safety:recoveryMake')}
      </Button>
      <Button look="quiet" onClick={onCancel}>
        {t('common:cancel')}
      </Button>
    </form>
  );
}

function TestForm({ onTested }: { onTested: () => void }) {
  const t = useText();
  const [code, setCode] = useState('');
  const test = useCommandOf(api.session.testRecovery);
  const done = () => {
    showAct({ words: t('safety:recoveryTested'), state: 'saved' });
    setCode('');
    onTested();
  };
  return (
    <form
      className={css['line']}
      onSubmit={(event) => {
        event.preventDefault();
        if (code.trim() !== '') test.mutate({ code }, { onSuccess: done });
      }}
    >
      <TextField
        label={t('safety:recoveryCode')}
        hint={t('safety:recoveryTestHint')}
        autoComplete="off"
        spellCheck={false}
        required
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <Button type="submit" disabled={test.isPending || code.trim() === ''}>
        {t('safety:recoveryTest')}
      </Button>
      {test.error === null ? null : <CallErrorBox error={test.error} />}
    </form>
  );
}
