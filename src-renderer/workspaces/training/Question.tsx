import { useState } from 'react';
import type { AskedTask } from '#shared/domain/training/tasks.ts';
import { api } from '#renderer/api/client.ts';
import { useCommandOf } from '#renderer/api/queries.ts';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { useText } from '#renderer/i18n/text.ts';
import type { Text } from '#renderer/i18n/text.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { TextField } from '#renderer/ui/controls/Fields.tsx';
import css from './Training.module.css';
import type { Training } from './training-data.ts';

type Asked = { about: string; words: string };

/** Looking something up leaves no trace: the answer is typed, and compared with the ledger. */
export function Question({ task, training }: { task: AskedTask; training: Training | undefined }) {
  const t = useText();
  const [typed, setTyped] = useState('');
  const answer = useCommandOf(api.training.answer);
  const asked = training && questionOf(task, training, t);
  if (asked === undefined || asked === null) return <p className={css['third']}>{t('training:noQuestion')}</p>;
  const error = answer.data?.right === false ? t('training:wrong') : undefined;
  return (
    <form
      className={css['aid']}
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.trim() !== '') answer.mutate({ task, about: asked.about, answer: typed });
      }}
    >
      <p className={css['asked']}>{asked.words}</p>
      <div className={css['answer']}>
        <TextField
          label={t('training:answer')}
          value={typed}
          maxLength={200}
          autoComplete="off"
          error={error}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            answer.reset();
          }}
        />
        <Button type="submit" disabled={answer.isPending}>
          {t('training:check')}
        </Button>
      </div>
      {answer.error === null ? null : <CallErrorBox error={answer.error} />}
      <p className={css['doneLine']} role="status">
        {answer.data?.right === true ? t('training:right') : null}
      </p>
    </form>
  );
}

function questionOf(task: AskedTask, { questions }: Training, t: Text): Asked | null {
  if (task === 'coverage') {
    const { coverage } = questions;
    if (coverage === null) return null;
    const { about, day, region } = coverage;
    return { about, words: t('training:askCoverage', { day, region: t(`words:region.${region}`) }) };
  }
  const { search } = questions;
  return search === null ? null : { about: search.about, words: t('training:askSearch', { part: search.part }) };
}
