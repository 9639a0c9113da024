import { useRef, useState } from 'react';
import type { RefObject } from 'react';
import { api } from '#renderer/api/client.ts';
import { useCommandOf } from '#renderer/api/queries.ts';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { useMay } from '#renderer/features/session/may.ts';
import { usePerson } from '#renderer/features/session/session.ts';
import { showAct } from '#renderer/features/status-line/status-line.ts';
import { useText } from '#renderer/i18n/text.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { TextField } from '#renderer/ui/controls/Fields.tsx';
import { Page } from '#renderer/ui/controls/Layout.tsx';
import css from './Join.module.css';
import { missingFields, plainCode } from './join-fields.ts';
import type { JoinFields } from './join-fields.ts';
import { showTab } from './sync-store.ts';
import { beginUpload } from './upload.ts';

/** 加入服务器: standalone goes on until somebody fills this in. */
export function JoinPage() {
  const t = useText();
  const { may, why } = useMay('sync.enrol');
  return (
    <Page title={t('screens:sync.title')} narrow>
      <section className={css['join']} aria-label={t('sync:join.title')}>
        <h2>{t('sync:join.title')}</h2>
        <p className={css['lead']}>{t('sync:join.lead')}</p>
        {may ? <JoinForm /> : <p className={css['third']}>{why}</p>}
        <div className={css['points']}>
          <h3>{t('sync:join.what')}</h3>
          <ul>
            {(['upload', 'offline', 'leave'] as const).map((point) => (
              <li key={point}>{t(`sync:join.points.${point}`)}</li>
            ))}
          </ul>
        </div>
      </section>
    </Page>
  );
}

function JoinForm() {
  const t = useText();
  const station = usePerson()?.station ?? '';
  const [fields, setFields] = useState<JoinFields>({ url: '', code: '', deviceName: station });
  const [isTried, setTried] = useState(false);
  const enrol = useCommandOf(api.sync.enrol);
  const inputs = { url: useRef<HTMLInputElement>(null), code: useRef<HTMLInputElement>(null) };
  const missing = missingFields(fields);
  const submit = () => {
    setTried(true);
    const [first] = missing;
    if (first !== undefined) return inputs[first].current?.focus();
    const input = { url: fields.url.trim(), code: plainCode(fields.code), deviceName: fields.deviceName.trim() };
    enrol.mutate(input, {
      onSuccess: ({ serverName, pendingOps, pendingMails }) => {
        beginUpload(pendingOps + pendingMails);
        showTab('pending');
        showAct({ words: t('sync:join.joined', { server: serverName }), state: 'saved' });
      },
    });
  };
  return (
    <form
      className={css['form']}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <JoinInputs fields={fields} onChange={setFields} refs={inputs} wrong={isTried ? missing : []} />
      {enrol.error === null ? null : <CallErrorBox error={enrol.error} />}
      <div>
        <Button look={missing.length > 0 ? 'plain' : 'primary'} type="submit" blocked={missing.length > 0} disabled={enrol.isPending}>
          {enrol.isPending
            ? t('sync:join.submitting')
            : missing.length > 0
              ? t('sync:join.blocked', { count: missing.length })
              : t('sync:join.submit')}
        </Button>
      </div>
    </form>
  );
}

type InputsProps = {
  fields: JoinFields;
  onChange: (fields: JoinFields) => void;
  refs: Readonly<Record<'url' | 'code', RefObject<HTMLInputElement | null>>>;
  wrong: readonly string[];
};

function JoinInputs({ fields, onChange, refs, wrong }: InputsProps) {
  const t = useText();
  const set = (name: keyof JoinFields) => (event: { currentTarget: { value: string } }) =>
    onChange({ ...fields, [name]: event.currentTarget.value });
  return (
    <>
      <TextField
        label={t('sync:join.url')}
        hint={t('sync:join.urlHint')}
        error={wrong.includes('url') ? t('sync:join.urlWrong') : undefined}
        required
        inputRef={refs.url}
        inputMode="url"
        placeholder="https://"
        autoComplete="off"
        maxLength={200}
        value={fields.url}
        onChange={set('url')}
      />
      <TextField
        label={t('sync:join.code')}
        hint={t('sync:join.codeHint')}
        error={wrong.includes('code') ? t('sync:join.codeWrong') : undefined}
        required
        inputRef={refs.code}
        autoComplete="one-time-code"
        maxLength={60}
        value={fields.code}
        onChange={set('code')}
      />
      <TextField
        label={t('sync:join.device')}
        hint={t('sync:join.deviceHint')}
        maxLength={80}
        value={fields.deviceName}
        onChange={set('deviceName')}
      />
    </>
  );
}
