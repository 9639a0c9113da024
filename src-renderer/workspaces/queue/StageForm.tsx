import { useState } from 'react';
import { useText } from '#renderer/i18n/text.ts';
import { SelectField, TextField } from '#renderer/ui/controls/Fields.tsx';
import { FormFrame } from './FormFrame.tsx';
import css from './Peek.module.css';
import { performForm } from './acts.ts';
import { useDraft } from './drafts.ts';
import type { FormTarget } from './form-target.ts';
import { closeForm } from './queue-moves.ts';
import type { ResponsibleStage } from './queue-store.ts';

const STAGES = ['acceptance', 'processing', 'transport', 'delivery', 'client', 'data'] as const;

export function StageForm({ target }: { target: FormTarget }) {
  const t = useText();
  const [stage, chooseStage] = useState<ResponsibleStage>(target.row?.responsibleStage ?? 'delivery');
  const [organisation, setOrganisation] = useDraft(`${target.key} stage organisation`, target.row?.organisation ?? '');
  const save = () => {
    closeForm();
    void performForm({ kind: 'set-stage', responsibleStage: stage, organisation: organisation.trim() === '' ? null : organisation.trim() });
  };
  return (
    <FormFrame label={t('queue:acts.stage')} count={target.count} ready onSave={save}>
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
