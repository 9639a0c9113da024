import type { ReactNode } from 'react';
import type { Macro, PushTemplate } from '#shared/domain/exceptions/phrases.ts';
import { TEMPLATE_VARIABLES } from '#shared/domain/exceptions/template.ts';
import { ABNORMAL_TYPES } from '#shared/domain/screening/vocabulary.ts';
import { useText } from '#renderer/i18n/text.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { TextArea, TextField } from '#renderer/ui/controls/Fields.tsx';
import { Chip } from '#renderer/ui/controls/Pill.tsx';
import { RowActs, replaced } from './RowActs.tsx';
import css from './Rules.module.css';
import { useEditing, useIsChanged } from './editing.tsx';
import { problemText } from './rule-words.ts';

type Phrase = PushTemplate & Partial<Pick<Macro, 'nextDutyH'>>;
type ListName = 'macros' | 'pushTemplates';

/** Follow-ups and messages that people choose from. */
export function Phrases() {
  const t = useText();
  return (
    <>
      <p className={css['note']}>
        {t('rules:phrases.variables', { names: TEMPLATE_VARIABLES.map((name) => `{${name}}`).join(t('common:separator')) })}
      </p>
      <PhraseList list="macros" />
      <PhraseList list="pushTemplates" />
    </>
  );
}

function PhraseList({ list }: { list: ListName }) {
  const t = useText();
  const { shown, problems, change } = useEditing();
  const isChanged = useIsChanged(list);
  const rows: readonly Phrase[] = shown[list];
  const put = (next: readonly Phrase[]) => change(list, next);
  const add = () => {
    const fresh: Phrase = { id: freshId(rows, list), name: t('rules:phrases.newName'), types: ['other'], text: t('rules:phrases.newName') };
    put([...rows, list === 'macros' ? { ...fresh, nextDutyH: 4 } : fresh]);
  };
  return (
    <section className={classNames(css['part'], isChanged && css['changed'])} aria-label={t(`rules:phrases.${list}`)}>
      <h2>{t(`rules:phrases.${list}`)}</h2>
      {rows.map((row, index) => (
        <PhraseRow
          key={row.id}
          row={row}
          errors={problems.filter(({ path }) => path.startsWith(`${list}.${index}.`)).map((problem) => problemText(t, problem))}
          acts={<RowActs name={row.name} rows={rows} index={index} onChange={put} />}
          onChange={(next) => put(replaced(rows, index, next))}
        />
      ))}
      <span>
        <Button onClick={add}>{t(list === 'macros' ? 'rules:phrases.addMacro' : 'rules:phrases.addPush')}</Button>
      </span>
    </section>
  );
}

function freshId(rows: readonly Phrase[], list: ListName): string {
  const taken = new Set(rows.map(({ id }) => id));
  const stem = list === 'macros' ? 'macro' : 'push';
  let turn = rows.length + 1;
  while (taken.has(`${stem}-${turn}`)) turn++;
  return `${stem}-${turn}`;
}

type RowProps = { row: Phrase; errors: readonly string[]; acts: ReactNode; onChange: (change: Partial<Phrase>) => void };

function PhraseRow({ row, errors, acts, onChange }: RowProps) {
  const t = useText();
  const { nextDutyH } = row;
  return (
    <div className={css['phrase']} role="group" aria-label={row.name}>
      <div className={css['line']}>
        <TextField
          label={t('rules:phrases.name')}
          maxLength={30}
          value={row.name}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
        {nextDutyH === undefined ? null : (
          <TextField
            label={t('rules:phrases.nextDutyH')}
            type="number"
            min={0.5}
            max={1000}
            step={0.5}
            value={nextDutyH}
            onChange={(event) => onChange({ nextDutyH: Number(event.currentTarget.value) })}
          />
        )}
        {acts}
      </div>
      <TextArea
        label={t('rules:phrases.text')}
        error={errors[0]}
        maxLength={1000}
        value={row.text}
        onChange={(event) => onChange({ text: event.currentTarget.value })}
      />
      <div className={css['line']} role="group" aria-label={t('rules:phrases.types')}>
        {ABNORMAL_TYPES.map((type) => {
          const on = row.types.includes(type);
          const types = on ? row.types.filter((each) => each !== type) : [...row.types, type];
          return (
            <Chip key={type} role="checkbox" aria-checked={on} on={on} onClick={() => onChange({ types })}>
              {t(`words:type.${type}`)}
            </Chip>
          );
        })}
        {nextDutyH === undefined ? <span className={css['use']}>{t('rules:phrases.allTypes')}</span> : null}
      </div>
    </div>
  );
}
