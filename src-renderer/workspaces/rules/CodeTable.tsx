import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { CODE_SYSTEMS } from '#shared/domain/mail/statement.ts';
import type { CodeSystem } from '#shared/domain/mail/statement.ts';
import { STAGES } from '#shared/domain/screening/vocabulary.ts';
import type { Stage } from '#shared/domain/screening/vocabulary.ts';
import type { Text } from '#renderer/i18n/text.ts';
import { useText } from '#renderer/i18n/text.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import { Button, IconButton } from '#renderer/ui/controls/Button.tsx';
import { Choice } from '#renderer/ui/controls/Choice.tsx';
import { SelectField, TextField } from '#renderer/ui/controls/Fields.tsx';
import { CellSelect } from './CellSelect.tsx';
import css from './Rules.module.css';
import { useEditing } from './editing.tsx';
import { pathName, problemText, wordOf } from './rule-words.ts';

/** A stage, or none: known, and without one. */
export type StageChoice = Stage | 'none';
const CHOICES: readonly StageChoice[] = [...STAGES, 'none'];

export function stageOptions(t: Text): { value: StageChoice; label: string }[] {
  return CHOICES.map((value) => ({ value, label: value === 'none' ? t('rules:noStage') : t(`words:stage.${value}`) }));
}

/** Codes of the chosen system with the stage that each means. */
export function CodeTable() {
  const t = useText();
  const { shown, inForce, problems, change } = useEditing();
  const [system, setSystem] = useState<CodeSystem>('post');
  const [table, before] = [shown.codes[system], inForce.codes[system]];
  const path = `codes.${system}`;
  const put = (code: string, stage: StageChoice) => change(path, { ...table, [code]: stage === 'none' ? null : stage });
  return (
    <section className={css['part']} aria-label={t('rules:lists.codes')}>
      <h2>{t('rules:lists.codes')}</h2>
      <Choice
        label={t('rules:lists.system')}
        options={CODE_SYSTEMS.map((value) => ({ value, label: t(`rules:members.${value}`) }))}
        value={system}
        onChange={setSystem}
      />
      {problems
        .filter((problem) => problem.path.startsWith(path))
        .map((problem) => (
          <p key={problem.path} role="alert" className={css['bad']}>
            {pathName(t, problem.path)} {problemText(t, problem)}
          </p>
        ))}
      <div className={css['codes']}>
        {Object.entries(table).map(([code, stage]) => (
          <span key={code} className={classNames(css['code'], (!Object.hasOwn(before, code) || before[code] !== stage) && css['changed'])}>
            <span>{code}</span>
            <CellSelect
              label={`${wordOf(t, system)} ${code}`}
              value={stage ?? 'none'}
              before={Object.hasOwn(before, code) ? (before[code] ?? 'none') : undefined}
              options={stageOptions(t)}
              onChange={(next) => put(code, next)}
            />
            <IconButton
              label={t('rules:lists.removeCode', { code })}
              onClick={() => change(path, Object.fromEntries(Object.entries(table).filter(([each]) => each !== code)))}
            >
              <IconX size={14} aria-hidden />
            </IconButton>
          </span>
        ))}
      </div>
      <AddCode onAdd={put} />
    </section>
  );
}

function AddCode({ onAdd }: { onAdd: (code: string, stage: StageChoice) => void }) {
  const t = useText();
  const [code, setCode] = useState('');
  const [stage, setStage] = useState<StageChoice>('none');
  return (
    <form
      className={css['line']}
      onSubmit={(event) => {
        event.preventDefault();
        if (code.trim() === '') return;
        onAdd(code.trim(), stage);
        setCode('');
      }}
    >
      <TextField
        label={t('rules:lists.code')}
        placeholder={t('rules:lists.codeHint')}
        maxLength={20}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <SelectField label={t('rules:lists.stage')} options={stageOptions(t)} value={stage} onChange={setStage} />
      <Button type="submit">{t('rules:lists.addCode')}</Button>
    </form>
  );
}
