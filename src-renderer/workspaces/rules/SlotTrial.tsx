import { useState } from 'react';
import { trySlot } from '#shared/domain/rules/trial.ts';
import type { Trial } from '#shared/domain/rules/trial.ts';
import { SLOT_REGIONS } from '#shared/domain/screening/vocabulary.ts';
import { formatDay, parseInstant } from '#shared/kernel/instant.ts';
import { useClock } from '#renderer/features/clock/clock.ts';
import type { Text } from '#renderer/i18n/text.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatFull, toDateTimeField } from '#renderer/i18n/time-format.ts';
import { Facts } from '#renderer/ui/controls/Facts.tsx';
import { SelectField, TextField } from '#renderer/ui/controls/Fields.tsx';
import css from './Rules.module.css';
import { useEditing } from './editing.tsx';

type SlotRegion = (typeof SLOT_REGIONS)[number];

/** 试算: a posting time and a region give the slot, its due time, and why. */
export function SlotTrial() {
  const t = useText();
  const today = useClock((now) => toDateTimeField(now));
  const { shown, inForce } = useEditing();
  const [typed, setTyped] = useState<string | null>(null);
  const [region, setRegion] = useState<SlotRegion>('same-city');
  const postedAt = parseInstant(`${typed ?? today}:00`);
  const trial = postedAt === undefined ? null : trySlot(shown, { postedAt, region });
  return (
    <section className={css['part']} aria-label={t('rules:trial.title')}>
      <h2>{t('rules:trial.title')}</h2>
      <div className={css['line']}>
        <TextField
          type="datetime-local"
          label={t('rules:trial.postedAt')}
          error={trial === null ? t('rules:trial.notValid') : undefined}
          value={typed ?? today}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <SelectField
          label={t('rules:trial.region')}
          options={SLOT_REGIONS.map((value) => ({ value, label: t(`words:region.${value}`) }))}
          value={region}
          onChange={setRegion}
        />
        <span className={css['note']}>{t(shown === inForce ? 'rules:trial.inForceUsed' : 'rules:trial.draftUsed')}</span>
      </div>
      <div role="status">{trial === null ? null : <Facts facts={factsOf(t, trial, shown.dutyCalendar === 'working')} />}</div>
    </section>
  );
}

function factsOf(t: Text, trial: Trial, isWorking: boolean) {
  const { slot, opensAt, autoRunAt, closesAt, deliverySideFrom } = trial;
  const fact = (name: 'slot' | 'opens' | 'auto' | 'due' | 'overdue' | 'why', value: string) => ({ label: t(`rules:trial.${name}`), value });
  return [
    fact('slot', t('rules:trial.slotValue', { day: formatDay(slot.day), region: t(`words:region.${slot.region}`) })),
    fact('opens', formatFull(opensAt)),
    fact('auto', formatFull(autoRunAt)),
    fact('due', t('rules:trial.dueValue', { moment: formatFull(closesAt) })),
    fact('overdue', formatFull(deliverySideFrom)),
    fact('why', whyText(t, trial, isWorking)),
  ];
}

function whyText(t: Text, { postingDay, offsetDays, days, calendarMissing }: Trial, isWorking: boolean): string {
  const values = { posting: formatDay(postingDay), offset: offsetDays };
  const skipped = days.filter(({ counted }) => !counted).map(({ day }) => day);
  const sentences = [t(isWorking ? 'rules:trial.whyWorking' : 'rules:trial.whyCalendar', values)];
  if (skipped.length > 0) sentences.push(t('rules:trial.skipped', { days: skipped.join(t('common:separator')) }));
  if (calendarMissing !== null) sentences.push(t('rules:trial.missing', { year: calendarMissing }));
  return sentences.join(t('rules:trial.joint'));
}
