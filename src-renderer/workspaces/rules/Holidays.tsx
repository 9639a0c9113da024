import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { createCalendar } from '#shared/domain/calendar/calendar.ts';
import { formatDay, parseDay } from '#shared/kernel/instant.ts';
import { useText } from '#renderer/i18n/text.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import { Button, IconButton } from '#renderer/ui/controls/Button.tsx';
import { Choice } from '#renderer/ui/controls/Choice.tsx';
import { TextField } from '#renderer/ui/controls/Fields.tsx';
import css from './Rules.module.css';
import { SlotTrial } from './SlotTrial.tsx';
import { useEditing, useIsChanged } from './editing.tsx';
import { problemText } from './rule-words.ts';

const KINDS = ['rest', 'work'] as const;
type Kind = (typeof KINDS)[number];

/** Corrections of the yearly notice, laid over the built-in calendar. */
export function Holidays() {
  const t = useText();
  const { shown, problems, change } = useEditing();
  const { throughYear } = shown.holidays;
  const year = createCalendar(shown.holidays).loadedThrough();
  const found = problems.filter(({ path }) => path.startsWith('holidays') || path === 'dutyCalendar');
  return (
    <>
      <section className={css['part']} aria-label={t('rules:holidays.dutyCalendar')}>
        <Choice
          label={t('rules:holidays.dutyCalendar')}
          hint={t('rules:holidays.dutyHint')}
          options={(['calendar', 'working'] as const).map((value) => ({ value, label: t(`rules:values.${value}`) }))}
          value={shown.dutyCalendar}
          onChange={(value) => change('dutyCalendar', value)}
        />
        <p className={css['note']}>{t('rules:holidays.loaded', { year })}</p>
        <div className={css['line']}>
          <TextField
            label={t('rules:holidays.throughYear')}
            inputMode="numeric"
            maxLength={4}
            value={throughYear ?? ''}
            onChange={(event) => {
              const typed = event.currentTarget.value;
              if (/^\d{0,4}$/.test(typed)) change('holidays.throughYear', typed === '' ? null : Number(typed));
            }}
          />
        </div>
        {found.map((problem) => (
          <p key={problem.path} role="alert" className={css['bad']}>
            {problemText(t, problem)}
          </p>
        ))}
      </section>
      <Days />
      <SlotTrial />
    </>
  );
}

function Days() {
  const t = useText();
  const { shown, change } = useEditing();
  const isChanged = useIsChanged('holidays.days');
  const { days } = shown.holidays;
  const put = (next: Record<string, Kind>) => change('holidays.days', next);
  const entries = Object.entries(days).sort(([a], [b]) => (a < b ? -1 : 1));
  return (
    <section className={classNames(css['part'], isChanged && css['changed'])} aria-label={t('rules:holidays.days')}>
      <h2>{t('rules:holidays.days')}</h2>
      {entries.length === 0 ? <p className={css['note']}>{t('rules:holidays.none')}</p> : null}
      <div className={css['codes']}>
        {entries.map(([day, kind]) => (
          <span key={day} className={css['line']}>
            <span>{day}</span>
            <span>{t(`rules:values.${kind}`)}</span>
            <IconButton
              label={t('rules:holidays.remove', { day })}
              onClick={() => put(Object.fromEntries(entries.filter(([each]) => each !== day)))}
            >
              <IconX size={14} aria-hidden />
            </IconButton>
          </span>
        ))}
      </div>
      <AddDays onAdd={(names, kind) => put({ ...days, ...Object.fromEntries(names.map((name) => [name, kind])) })} />
    </section>
  );
}

const LONGEST_DAYS = 31;

function AddDays({ onAdd }: { onAdd: (days: string[], kind: Kind) => void }) {
  const t = useText();
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [kind, setKind] = useState<Kind>('rest');
  const first = parseDay(from);
  const last = parseDay(to) ?? first;
  const isReady = first !== undefined && last !== undefined && last >= first && last - first < LONGEST_DAYS;
  return (
    <form
      className={css['line']}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isReady) return;
        onAdd(
          Array.from({ length: last - first + 1 }, (_, index) => formatDay(first + index)),
          kind,
        );
        setFrom('');
        setTo('');
      }}
    >
      <TextField label={t('rules:holidays.date')} type="date" value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
      <TextField label={t('rules:holidays.until')} type="date" value={to} onChange={(event) => setTo(event.currentTarget.value)} />
      <Choice
        label={t('rules:holidays.kind')}
        options={KINDS.map((value) => ({ value, label: t(`rules:values.${value}`) }))}
        value={kind}
        onChange={setKind}
      />
      <Button type="submit" disabled={!isReady}>
        {t('rules:holidays.add')}
      </Button>
    </form>
  );
}
