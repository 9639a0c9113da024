import { useState } from 'react';
import { DEFAULT_RULES } from '#shared/domain/rules/defaults.ts';
import { draftOf } from '#shared/domain/rules/draft.ts';
import { FIELD_GROUPS, NUMBER_FIELDS, valueAt } from '#shared/domain/rules/number-fields.ts';
import type { NumberField } from '#shared/domain/rules/number-fields.ts';
import { useText } from '#renderer/i18n/text.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { classNames } from '#renderer/ui/class-names.ts';
import css from './Rules.module.css';
import { SlotTrial } from './SlotTrial.tsx';
import { useEditing } from './editing.tsx';
import { amountText, fieldName, fieldUse, numberOf, problemText, typedOf, wordOf } from './rule-words.ts';

const DEFAULTS = draftOf(DEFAULT_RULES);

/** Every number of the rules with its unit, default, range and what reads it. */
export function Thresholds() {
  const t = useText();
  return (
    <>
      {FIELD_GROUPS.map((group) => (
        <section key={group} className={css['part']} aria-label={t(`rules:groups.${group}`)}>
          <h2>{t(`rules:groups.${group}`)}</h2>
          {NUMBER_FIELDS.filter((field) => field.group === group).map((field) => (
            <NumberRow key={field.path} field={field} />
          ))}
          {group === 'slots' ? <SlotTrial /> : null}
        </section>
      ))}
    </>
  );
}

function NumberRow({ field }: { field: NumberField }) {
  const t = useText();
  const { shown, inForce, problems, change } = useEditing();
  const [value, before] = [Number(valueAt(shown, field.path)), Number(valueAt(inForce, field.path))];
  const [typed, setTyped] = useState(typedOf(value, field.unit));
  const problem = problems.find(({ path }) => path === field.path);
  const error = numberOf(typed, field.unit) === null ? t('rules:notNumber') : problem && problemText(t, problem);
  const name = fieldName(t, field);
  const take = (words: string) => {
    setTyped(words);
    const next = numberOf(words, field.unit);
    if (next !== null) change(field.path, next);
  };
  const note = `note-${field.path}`;
  return (
    <div className={classNames(css['number'], value !== before && css['changed'])}>
      <span>
        <span className={css['name']}>{name}</span>
        <span className={css['use']}>{fieldUse(t, field)}</span>
      </span>
      <span className={css['value']}>
        <input
          aria-label={name}
          aria-invalid={error !== undefined}
          aria-describedby={error === undefined ? undefined : note}
          type={field.unit === 'clock' ? 'time' : 'text'}
          inputMode={field.unit === 'clock' ? undefined : 'decimal'}
          value={typed}
          onChange={(event) => take(event.currentTarget.value)}
        />
        {field.unit === 'clock' ? null : t(`rules:unitNames.${field.unit}`)}
      </span>
      <Range field={field} />
      {value === before ? (
        <span />
      ) : (
        <span className={css['was']}>
          {t('rules:was', { value: amountText(t, before, field.unit) })}
          <Button
            size="small"
            look="quiet"
            aria-label={t('rules:resetLabel', { name, value: amountText(t, before, field.unit) })}
            onClick={() => take(typedOf(before, field.unit))}
          >
            {t('rules:reset')}
          </Button>
        </span>
      )}
      {error === undefined ? null : (
        <span id={note} className={css['error']} role="alert">
          {error}
        </span>
      )}
    </div>
  );
}

function Range({ field }: { field: NumberField }) {
  const t = useText();
  const rules = field.rules.map((rule) => wordOf(t, rule)).join(t('common:separator'));
  const values = {
    value: amountText(t, Number(valueAt(DEFAULTS, field.path)), field.unit),
    min: typedOf(field.min, field.unit),
    max: amountText(t, field.max, field.unit),
  };
  return (
    <span>
      <span className={css['use']}>{t('rules:range', values)}</span>
      <span className={css['use']}>{rules === '' ? t('rules:usedByNone') : t('rules:usedBy', { rules })}</span>
    </span>
  );
}
