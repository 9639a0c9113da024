import { IconMapPin } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { api } from '#renderer/api/client.ts';
import { useCommandOf } from '#renderer/api/queries.ts';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { pinTries } from '#renderer/features/pin/tries.ts';
import { useWait } from '#renderer/features/pin/use-wait.ts';
import type { Session } from '#renderer/features/session/session.ts';
import { useText } from '#renderer/i18n/text.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { SelectField, TextField } from '#renderer/ui/controls/Fields.tsx';
import { CheckNote } from './CheckNote.tsx';
import { useOtherPlace } from './OtherPlace.tsx';
import { RecoveryForm } from './RecoveryForm.tsx';
import css from './Session.module.css';
import { lastPerson, rememberPerson } from './last-person.ts';

type Props = { session: Session; onRestore: () => void };

/** Who and where, and the own PIN. What was open before the lock stays behind this page. */
export function Unlock({ session, onRestore }: Props) {
  const t = useText();
  const [personId, setPersonId] = useState(() => lastPerson(session.people));
  const [recovering, setRecovering] = useState(false);
  const person = session.people.find((one) => one.id === personId) ?? session.people[0];
  const people = session.people.map((one) => ({ value: one.id, label: `${one.name} · ${one.staffNo}` }));
  return (
    <section className={css['card']}>
      <h1>{recovering ? t('session:recovery.title') : t('session:unlockTitle')}</h1>
      <CheckNote check={session.check} />
      <SelectField label={t('session:who')} options={people} value={person?.id ?? ''} onChange={setPersonId} />
      <p className={css['where']}>
        <IconMapPin size={16} aria-hidden />
        <span className="visually-hidden">{t('session:where')}</span>
        <b>{person === undefined || person.station === '' ? t('session:noStation') : person.station}</b>
      </p>
      {recovering ? (
        <RecoveryForm personId={person?.id ?? ''} onBack={() => setRecovering(false)} />
      ) : (
        <PinForm
          key={person?.id}
          personId={person?.id ?? ''}
          waitMs={session.waits[person?.id ?? ''] ?? 0}
          onForgot={() => setRecovering(true)}
        />
      )}
      {recovering ? null : <OtherWays session={session} onRestore={onRestore} />}
    </section>
  );
}

function PinForm({ personId, waitMs, onForgot }: { personId: string; waitMs: number; onForgot: () => void }) {
  const t = useText();
  const [pin, setPin] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const unlock = useCommandOf(api.session.unlock);
  const tries = pinTries(unlock.error);
  const left = useWait(unlock.error === null ? waitMs : tries.waitMs, unlock.failureCount + unlock.submittedAt);
  const waits = left > 0;
  useEffect(() => {
    if (unlock.error !== null) field.current?.select();
  }, [unlock.error]);
  const isPinRefusal = unlock.error?.reason === 'pin-wrong' || unlock.error?.reason === 'pin-locked';
  const time = left < 60 ? t('session:waitSeconds', { s: left }) : t('session:waitMinutes', { m: Math.floor(left / 60), s: left % 60 });
  const triesWords = tries.triesLeft === null ? undefined : t('session:triesLeft', { count: tries.triesLeft });
  return (
    <form
      className={css['form']}
      onSubmit={(event) => {
        event.preventDefault();
        if (!waits) unlock.mutate({ personId, pin }, { onSuccess: () => rememberPerson(personId) });
      }}
    >
      <TextField
        inputRef={field}
        label={t('session:pin')}
        type="password"
        inputMode="numeric"
        autoComplete="current-password"
        autoFocus
        required
        value={pin}
        error={waits ? t('session:wait', { time }) : triesWords}
        onChange={(event) => setPin(event.currentTarget.value)}
      />
      <Button look="primary" size="large" type="submit" disabled={waits || unlock.isPending || pin === ''}>
        {unlock.isPending ? t('session:unlocking') : t('session:unlock')}
      </Button>
      {unlock.error === null || (isPinRefusal && (waits || triesWords !== undefined)) ? null : <CallErrorBox error={unlock.error} />}
      <p className={css['lead']}>{t('session:unlockHint')}</p>
      <div className={css['quiet']}>
        <Button look="quiet" onClick={onForgot}>
          {t('session:forgot')}
        </Button>
      </div>
    </form>
  );
}

/** Other ledgers and the way back from a backup. */
function OtherWays({ session, onRestore }: Props) {
  const t = useText();
  const place = useOtherPlace();
  const openReal = useCommandOf(api.session.openReal);
  const demonstration = useCommandOf(api.session.openDemonstration);
  const error = openReal.error ?? demonstration.error;
  return (
    <>
      <div className={css['quiet']}>
        <Button look="quiet" onClick={onRestore}>
          {t('session:first.restore')}
        </Button>
        {session.kind === 'demonstration' ? (
          <Button look="quiet" onClick={() => openReal.mutate({})}>
            {t('session:openReal')}
          </Button>
        ) : (
          <Button look="quiet" disabled={demonstration.isPending} onClick={() => demonstration.mutate({})}>
            {session.demonstrationExists ? t('session:first.demonstrationAgain') : t('session:first.demonstration')}
          </Button>
        )}
        {session.location === 'chosen' ? (
          <Button look="quiet" disabled={place.isBusy} onClick={place.choose}>
            {t('session:place.elsewhere')}
          </Button>
        ) : null}
      </div>
      {place.problem}
      {demonstration.isPending ? <p role="status">{t('session:first.demonstrationPending')}</p> : null}
      {error === null ? null : <CallErrorBox error={error} />}
    </>
  );
}
