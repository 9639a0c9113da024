import { useState } from 'react';
import type { InputOf, OutputOf } from '#shared/contract/define.ts';
import type { AppContract } from '#shared/contract/contract.ts';
import { useText } from '#renderer/i18n/text.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { Choice } from '#renderer/ui/controls/Choice.tsx';
import { SelectField, TextField } from '#renderer/ui/controls/Fields.tsx';
import css from './Restore.module.css';

type Secret = InputOf<AppContract['safety']['restore']>['secret'];
type People = OutputOf<AppContract['safety']['inspectBackup']>['people'];
type Props = { people: People; hasRecovery: boolean; pending: boolean; onRestore: (secret: Secret) => void };

/** A person's PIN of that time, or the recovery code. */
export function RestoreForm({ people, hasRecovery, pending, onRestore }: Props) {
  const t = useText();
  const [by, setBy] = useState<'pin' | 'code'>(people.length > 0 ? 'pin' : 'code');
  const [personId, setPersonId] = useState(people[0]?.id ?? '');
  const [typed, setTyped] = useState('');
  const change = (next: 'pin' | 'code') => {
    setBy(next);
    setTyped('');
  };
  return (
    <form
      className={css['panel']}
      onSubmit={(event) => {
        event.preventDefault();
        onRestore(by === 'pin' ? { personId, pin: typed } : { code: typed });
      }}
    >
      <Choice
        label={t('restore:by')}
        options={[
          { value: 'pin', label: t('restore:byPin') },
          { value: 'code', label: t('restore:byCode') },
        ]}
        value={by}
        onChange={change}
      />
      {by === 'pin' ? (
        <div className={css['pair']}>
          <SelectField
            label={t('restore:who')}
            options={people.map((person) => ({ value: person.id, label: person.name }))}
            value={personId}
            onChange={setPersonId}
          />
          <TextField
            label={t('restore:pin')}
            type="password"
            inputMode="numeric"
            autoComplete="current-password"
            required
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        </div>
      ) : (
        <TextField
          label={t('restore:code')}
          hint={hasRecovery ? t('restore:codeHint') : undefined}
          error={hasRecovery ? undefined : t('restore:noRecovery')}
          autoComplete="off"
          spellCheck={false}
          required
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      <div className={css['row']}>
        <Button look="primary" type="submit" disabled={pending || typed === ''}>
          {pending ? t('restore:working') : t('restore:submit')}
        </Button>
      </div>
    </form>
  );
}
