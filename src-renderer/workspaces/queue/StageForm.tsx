import { useState } from 'react';
import { useText } from '#renderer/i18n/text.ts';
import { SelectField, TextField } from '#renderer/ui/controls/Fields.tsx';
import { FormFrame } from './FormFrame.tsx';
import css from './Peek.module.css';
import { setStage } from './acts.ts';
import { useDraft } from './drafts.ts';
import { closeForm } from './queue-commands.ts';
import type { QueueRow, ResponsibleStage } from './queue-store.ts';

const STAGES = ['acceptance', 'processing', 'transport', 'delivery', 'client', 'data'] as const;

export function StageForm({ row }: { row: QueueRow }) {
  const t = useText();
  const [stage, chooseStage] = useState<ResponsibleStage>(row.responsibleStage);
  const [organisation, setOrganisation] = useDraft(`${row.exceptionId} stage organisation`, row.organisation ?? '');
  const save = () => {
    closeForm();
    void setStage(row, stage, organisation.trim() === '' ? null : organisation.trim());
  };
  return (
    <FormFrame label={t('queue:acts.stage')} ready onSave={save}>
      <div className={css['pair']}>
        <SelectField
          label={t('queue:forms.stage')}
          autoFocus
          value={stage}
          onChange={chooseStage}
          options={STAGES.map((value) => ({ value, label: t(`words:responsible.${value}`) }))}
        />
        <TextField
          label={t('queue:forms.organisation')}
          maxLength={120}
          value={organisation}
          onChange={(event) => setOrganisation(event.currentTarget.value)}
        />
      </div>
    </FormFrame>
  );
}
