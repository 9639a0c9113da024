import { useState } from 'react';
import { parseInstant } from '#shared/kernel/instant.ts';
import { api } from '#renderer/api/client.ts';
import { useCommandOf } from '#renderer/api/queries.ts';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { showAct } from '#renderer/features/status-line/status-line.ts';
import { useText } from '#renderer/i18n/text.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { Choice } from '#renderer/ui/controls/Choice.tsx';
import { TextField } from '#renderer/ui/controls/Fields.tsx';
import css from './Rules.module.css';
import { openSection, takeDraft } from './rules-store.ts';
import type { Rules } from './use-rules.ts';

const WHENS = ['now', 'later'] as const;

/** Saves what was tried, with its reason, from now on or from a later moment. */
export function SaveForm({ rules: { dryRun, isTried, versions } }: { rules: Rules }) {
  const t = useText();
  const [reason, setReason] = useState('');
  const [when, setWhen] = useState<(typeof WHENS)[number]>('now');
  const [at, setAt] = useState('');
  const save = useCommandOf(api.rules.save);
  const dryRunId = isTried && dryRun?.state === 'done' ? dryRun.dryRunId : null;
  const later = parseInstant(`${at}:00`);
  const missing =
    dryRunId === null ? 'needRun' : reason.trim() === '' ? 'needReason' : when === 'later' && later === undefined ? 'needTime' : null;
  const next = Math.max(...versions.map(({ version }) => version)) + 1;
  const done = ({ version }: { version: number }) => {
    showAct({ words: t('rules:save.saved', { version }), state: 'saved' });
    takeDraft(null);
    openSection('versions');
  };
  const submit = () => {
    if (missing !== null || dryRunId === null || save.isPending) return;
    save.mutate({ dryRunId, reason: reason.trim(), effectiveFrom: when === 'now' ? null : (later ?? null) }, { onSuccess: done });
  };
  return (
    <form
      className={css['part']}
      aria-label={t('rules:save.title')}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <h2>{t('rules:save.title')}</h2>
      <TextField
        label={t('rules:save.reason')}
        hint={t('rules:save.reasonHint')}
        required
        maxLength={200}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <div className={css['line']}>
        <Choice
          label={t('rules:save.when')}
          options={WHENS.map((value) => ({ value, label: t(`rules:save.${value}`) }))}
          value={when}
          onChange={setWhen}
        />
        {when === 'now' ? null : (
          <TextField
            label={t('rules:save.at')}
            type="datetime-local"
            required
            value={at}
            onChange={(event) => setAt(event.currentTarget.value)}
          />
        )}
      </div>
      <span className={css['line']}>
        <Button type="submit" look={missing === null ? 'primary' : 'plain'} disabled={missing !== null || save.isPending}>
          {t('rules:save.save', { version: next })}
        </Button>
        {missing === null ? null : <span className={css['note']}>{t(`rules:save.${missing}`)}</span>}
      </span>
      {save.error === null ? null : <CallErrorBox error={save.error} />}
    </form>
  );
}
