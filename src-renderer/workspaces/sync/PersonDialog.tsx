import { useState } from 'react';
import { api } from '#renderer/api/client.ts';
import { useCommandOf } from '#renderer/api/queries.ts';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { showAct } from '#renderer/features/status-line/status-line.ts';
import { useText } from '#renderer/i18n/text.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { Dialog } from '#renderer/ui/controls/Dialog.tsx';
import { TextField } from '#renderer/ui/controls/Fields.tsx';
import { plainCode } from './join-fields.ts';

/** One more person of this device, by a code of the own. */
export function PersonDialog({ onClose }: { onClose: () => void }) {
  const t = useText();
  const [code, setCode] = useState('');
  const [isTried, setTried] = useState(false);
  const enrol = useCommandOf(api.sync.enrolPerson);
  const isMissing = plainCode(code).length < 4;
  const submit = () => {
    setTried(true);
    if (isMissing) return;
    const done = () => {
      showAct({ words: t('sync:person.done'), state: 'saved' });
      onClose();
    };
    enrol.mutate({ code: plainCode(code) }, { onSuccess: done });
  };
  const foot = (
    <>
      <Button onClick={onClose}>{t('common:cancel')}</Button>
      <Button look="primary" type="submit" form="sync-person" disabled={enrol.isPending}>
        {enrol.isPending ? t('sync:join.submitting') : t('sync:person.submit')}
      </Button>
    </>
  );
  return (
    <Dialog title={t('sync:person.title')} closeLabel={t('common:close')} onClose={onClose} foot={foot}>
      <form
        id="sync-person"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <p>{t('sync:person.lead')}</p>
        <TextField
          label={t('sync:join.code')}
          hint={t('sync:join.codeHint')}
          error={isTried && isMissing ? t('sync:join.codeWrong') : undefined}
          required
          data-autofocus
          autoComplete="one-time-code"
          maxLength={60}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
      </form>
      {enrol.error === null ? null : <CallErrorBox error={enrol.error} />}
    </Dialog>
  );
}
