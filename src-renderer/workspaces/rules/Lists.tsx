import { useState } from 'react';
import { CLIENT_TIERS } from '#shared/domain/clients/client-row.ts';
import { ABNORMAL_TYPES, REGIONS } from '#shared/domain/screening/vocabulary.ts';
import type { Region } from '#shared/domain/screening/vocabulary.ts';
import { useText } from '#renderer/i18n/text.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import { Button, IconButton } from '#renderer/ui/controls/Button.tsx';
import { SelectField, TextField } from '#renderer/ui/controls/Fields.tsx';
import { Chip } from '#renderer/ui/controls/Pill.tsx';
import { IconX } from '@tabler/icons-react';
import { CellSelect } from './CellSelect.tsx';
import { CodeTable } from './CodeTable.tsx';
import { RowActs, replaced } from './RowActs.tsx';
import css from './Rules.module.css';
import { WordLines, WordsField } from './WordsField.tsx';
import { useEditing, useIsChanged } from './editing.tsx';
import { pathName, problemText, reasonName } from './rule-words.ts';

/** Codes, keywords, ways of writing: the lists by which scans and texts are read. */
export function Lists() {
  const t = useText();
  return (
    <>
      <CodeTable />
      <NameStages />
      <AttemptReasons />
      <section className={css['part']} aria-label={t('rules:lists.textWords')}>
        <h2>{t('rules:lists.textWords')}</h2>
        <div className={css['columns']}>
          <WordsField path="selfPickupWords" label={t('rules:lists.selfPickupWords')} />
          <WordsField path="damage.words" label={t('rules:lists.damageWords')} />
          <WordsField path="damage.negations" label={t('rules:lists.damageNegations')} />
        </div>
      </section>
      <Reach />
      <section className={css['part']} aria-label={t('rules:lists.flags')}>
        <h2>{t('rules:lists.flags')}</h2>
        <div className={css['columns']}>
          <WordsField path="flags.recall" label={t('rules:members.recall')} />
          <WordsField path="flags.redirect" label={t('rules:members.redirect')} />
          <WordsField path="sources.coarseCodes" label={t('rules:members.coarseCodes')} />
          <WordsField path="sources.kuaidi100Basic" label={t('rules:members.kuaidi100Basic')} />
        </div>
      </section>
      <Place />
    </>
  );
}

function NameStages() {
  const t = useText();
  const { shown, inForce, problems, change } = useEditing();
  const isChanged = useIsChanged('nameStages');
  const rows = shown.nameStages;
  return (
    <section className={classNames(css['part'], isChanged && css['changed'])} aria-label={t('rules:lists.nameStages')}>
      <h2>{t('rules:lists.nameStages')}</h2>
      {rows.map((row, index) => {
        const name = t(`words:stage.${row.stage}`);
        const problem = problems.find(({ path }) => path === `nameStages.${row.stage}` || path.startsWith(`nameStages.${index}.`));
        return (
          <div key={row.stage} className={css['row']}>
            <span>{name}</span>
            <WordLines
              label={`${name} ${t('rules:lists.words')}`}
              words={row.words}
              before={inForce.nameStages.find(({ stage }) => stage === row.stage)?.words}
              error={problem && problemText(t, problem)}
              onChange={(words) => change('nameStages', replaced(rows, index, { words }))}
            />
            <span />
            <RowActs name={name} rows={rows} index={index} removable={false} onChange={(next) => change('nameStages', next)} />
          </div>
        );
      })}
    </section>
  );
}

function AttemptReasons() {
  const t = useText();
  const { shown, inForce, problems, change } = useEditing();
  const before = inForce.attemptReasons;
  const isChanged = useIsChanged('attemptReasons');
  const rows = shown.attemptReasons;
  const put = (next: typeof rows) => change('attemptReasons', next);
  return (
    <section className={classNames(css['part'], isChanged && css['changed'])} aria-label={t('rules:lists.attemptReasons')}>
      <h2>{t('rules:lists.attemptReasons')}</h2>
      {problems
        .filter(({ path }) => path === 'attemptReasons')
        .map((problem) => (
          <p key={problem.reason} role="alert" className={css['bad']}>
            {problemText(t, problem)}
          </p>
        ))}
      {rows.map((row, index) => {
        const name = reasonName(t, row.reason);
        const problem = problems.find(({ path }) => path === `attemptReasons.${row.reason}`);
        return (
          <div key={row.reason} className={css['row']}>
            <span>{name}</span>
            <WordLines
              label={`${name} ${t('rules:lists.words')}`}
              words={row.words}
              before={before.find(({ reason }) => reason === row.reason)?.words}
              error={problem && problemText(t, problem)}
              onChange={(words) => put(replaced(rows, index, { words }))}
            />
            <CellSelect
              label={`${name} ${t('rules:lists.type')}`}
              value={row.type}
              before={before.find(({ reason }) => reason === row.reason)?.type}
              options={ABNORMAL_TYPES.map((value) => ({ value, label: t(`words:type.${value}`) }))}
              onChange={(type) => put(replaced(rows, index, { type }))}
            />
            <RowActs name={name} rows={rows} index={index} removable={false} onChange={put} />
          </div>
        );
      })}
    </section>
  );
}

function Reach() {
  const t = useText();
  const { shown, inForce, change } = useEditing();
  const isChanged = useIsChanged('reach');
  const [word, setWord] = useState('');
  const [region, setRegion] = useState<Region>('same-city');
  const options = REGIONS.filter((value) => value !== 'unknown').map((value): { value: Region; label: string } => ({
    value,
    label: t(`words:region.${value}`),
  }));
  return (
    <section className={classNames(css['part'], isChanged && css['changed'])} aria-label={t('rules:lists.reach')}>
      <h2>{t('rules:lists.reach')}</h2>
      <div className={css['codes']}>
        {Object.entries(shown.reach).map(([name, value]) => (
          <span key={name} className={css['code']}>
            <span>{name}</span>
            <CellSelect
              label={name}
              value={value}
              before={inForce.reach[name]}
              options={options}
              onChange={(next) => change('reach', { ...shown.reach, [name]: next })}
            />
            <IconButton
              label={t('rules:lists.remove', { name })}
              onClick={() => change('reach', Object.fromEntries(Object.entries(shown.reach).filter(([each]) => each !== name)))}
            >
              <IconX size={14} aria-hidden />
            </IconButton>
          </span>
        ))}
      </div>
      <form
        className={css['line']}
        onSubmit={(event) => {
          event.preventDefault();
          if (word.trim() !== '') change('reach', { ...shown.reach, [word.trim()]: region });
          setWord('');
        }}
      >
        <TextField
          label={t('rules:lists.reachWord')}
          maxLength={20}
          value={word}
          onChange={(event) => setWord(event.currentTarget.value)}
        />
        <SelectField label={t('rules:lists.region')} options={options} value={region} onChange={setRegion} />
        <Button type="submit">{t('rules:lists.add')}</Button>
      </form>
    </section>
  );
}

function Place() {
  const t = useText();
  const { shown, problems, change } = useEditing();
  const problem = problems.find(({ path }) => path.startsWith('homeCity') || path.startsWith('keyTiers'));
  const { province, city } = shown.homeCity;
  return (
    <section className={css['part']} aria-label={t('rules:lists.place')}>
      <h2>{t('rules:lists.place')}</h2>
      <div className={css['line']}>
        <TextField
          label={t('rules:lists.province')}
          maxLength={20}
          value={province}
          onChange={(event) => change('homeCity', { province: event.currentTarget.value, city })}
        />
        <TextField
          label={t('rules:lists.city')}
          maxLength={20}
          value={city}
          onChange={(event) => change('homeCity', { province, city: event.currentTarget.value })}
        />
        {CLIENT_TIERS.map((tier) => {
          const on = shown.keyTiers.includes(tier);
          const next = on ? shown.keyTiers.filter((each) => each !== tier) : [...shown.keyTiers, tier];
          return (
            <Chip key={tier} role="checkbox" aria-checked={on} on={on} onClick={() => change('keyTiers', next)}>
              {t(`words:tier.${tier}`)}
            </Chip>
          );
        })}
        {problem === undefined ? null : (
          <span role="alert" className={css['bad']}>
            {pathName(t, problem.path)} {problemText(t, problem)}
          </span>
        )}
      </div>
    </section>
  );
}
