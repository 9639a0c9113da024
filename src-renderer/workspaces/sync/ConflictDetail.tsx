import { IconCircle, IconCircleCheckFilled } from '@tabler/icons-react';
import { useKeyCaps } from '#renderer/features/keys/key-caps.ts';
import { useMay } from '#renderer/features/session/may.ts';
import { personWords } from '#renderer/features/sync/person-words.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatMoment } from '#renderer/i18n/time-format.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { TextField } from '#renderer/ui/controls/Fields.tsx';
import { KeyCap } from '#renderer/ui/controls/KeyCap.tsx';
import { OpWords } from './OpWords.tsx';
import css from './Conflict.module.css';
import { fieldWords, valueWords } from './field-words.ts';
import { differingParts, missingOf, pick } from './picks.ts';
import { confirmHere, pickAll } from './sync-acts.ts';
import { NOTE_NAME } from './sync-commands.ts';
import { syncStore } from './sync-store.ts';
import type { Conflict, Picks, Side } from './sync-store.ts';
import { useMinute } from './use-minute.ts';

const NO_PICKS: Picks = {};
type Field = Conflict['fields'][number];

/** 原值, 我的, 对方 in three columns; the result is written out before it is confirmed. */
export function ConflictDetail({ conflict }: { conflict: Conflict }) {
  const t = useText();
  const picks = syncStore((store) => store.picks[conflict.opId] ?? NO_PICKS);
  const cursor = syncStore((store) => store.field);
  const { fields } = conflict;
  const done =
    fields.length -
    missingOf(
      fields.map(({ field }) => field),
      picks,
    ).length;
  const name = personWords(fields[0]?.by ?? '');
  return (
    <section className={css['conflict']} aria-label={t('sync:conflicts.same')}>
      <header className={css['head']}>
        <div>
          <h2>
            <OpWords kind={conflict.kind} subject={conflict.subject} />
          </h2>
          <p>{t('sync:conflicts.lead', { name, count: fields.length })}</p>
        </div>
        <span className={css['progress']} role="status">
          {t('sync:conflicts.progress', { done, total: fields.length })}
        </span>
      </header>
      <Columns />
      <div className={css['rows']}>
        {fields.map((field, index) => (
          <FieldRow
            key={field.field}
            conflict={conflict}
            field={field}
            chosen={picks[field.field]}
            isCursor={index === cursor}
            index={index}
          />
        ))}
      </div>
      <Result conflict={conflict} picks={picks} name={name} />
    </section>
  );
}

function Columns() {
  const t = useText();
  const caps = useKeyCaps();
  return (
    <div className={classNames(css['columns'], css['columnHead'])} aria-hidden="true">
      <span>{t('sync:conflicts.field')}</span>
      <span>{t('sync:conflicts.before')}</span>
      <span>
        <b>{t('sync:conflicts.mine')}</b>
        <KeyCap>{caps('sync.mine')}</KeyCap>
      </span>
      <span>
        <b>{t('sync:conflicts.theirs')}</b>
        <KeyCap>{caps('sync.theirs')}</KeyCap>
      </span>
    </div>
  );
}

type RowProps = { conflict: Conflict; field: Field; chosen: Side | undefined; isCursor: boolean; index: number };

function FieldRow({ conflict, field, chosen, isCursor, index }: RowProps) {
  const t = useText();
  const now = useMinute();
  const name = fieldWords(field.field);
  const place = () => syncStore.setState({ field: index });
  const choose = (side: Side) => () => pick(conflict.opId, [field.field], side);
  return (
    <div
      role="radiogroup"
      aria-label={name}
      aria-current={isCursor ? 'true' : undefined}
      className={classNames(css['columns'], css['row'], isCursor && css['cursor'])}
      onFocus={place}
      onMouseDown={place}
    >
      <span className={css['field']}>
        <b>{name}</b>
        <small className={chosen === undefined ? css['open'] : undefined}>
          {chosen === undefined ? t('sync:conflicts.open') : t('sync:conflicts.chosen')}
        </small>
      </span>
      <span className={css['before']}>{field.before === '' ? t('common:none') : valueWords(field.field, field.before, now)}</span>
      <Side
        label={t('sync:conflicts.mine')}
        value={valueWords(field.field, field.mine, now)}
        other={valueWords(field.field, field.theirs, now)}
        aside={t('sync:conflicts.mineAt', { at: formatMoment(conflict.occurredAt, now) })}
        isChosen={chosen === 'mine'}
        onChoose={choose('mine')}
      />
      <Side
        label={t('sync:conflicts.theirs')}
        value={valueWords(field.field, field.theirs, now)}
        other={valueWords(field.field, field.mine, now)}
        aside={t('sync:conflicts.theirsBy', { name: personWords(field.by), at: formatMoment(field.at, now) })}
        isChosen={chosen === 'theirs'}
        onChoose={choose('theirs')}
      />
    </div>
  );
}

type SideProps = { label: string; value: string; other: string; aside: string; isChosen: boolean; onChoose: () => void };

function Side({ label, value, other, aside, isChosen, onChoose }: SideProps) {
  const Icon = isChosen ? IconCircleCheckFilled : IconCircle;
  return (
    <button
      type="button"
      role="radio"
      aria-checked={isChosen}
      className={classNames(css['side'], isChosen && css['chosen'])}
      onClick={onChoose}
    >
      <Icon size={16} stroke={1.75} aria-hidden />
      <span>
        <span className="visually-hidden">{label}</span>
        <span className={css['value']}>
          {differingParts(value, other).map((part, index) =>
            part.differs ? <mark key={index}>{part.text}</mark> : <span key={index}>{part.text}</span>,
          )}
        </span>
        <small>{aside}</small>
      </span>
    </button>
  );
}

type ResultProps = { conflict: Conflict; picks: Picks; name: string };

function Result({ conflict, picks, name }: ResultProps) {
  const t = useText();
  const caps = useKeyCaps();
  const note = syncStore((store) => store.notes[conflict.opId] ?? '');
  const { may, why } = useMay('sync.settle');
  const missing = missingOf(
    conflict.fields.map(({ field }) => field),
    picks,
  ).length;
  const write = (written: string) => syncStore.setState(({ notes }) => ({ notes: { ...notes, [conflict.opId]: written } }));
  return (
    <div className={css['result']}>
      <h3>{t('sync:conflicts.result')}</h3>
      <p className={css['written']}>
        {conflict.fields.map((field) => (
          <ResultWords key={field.field} field={field} side={picks[field.field]} />
        ))}
      </p>
      <TextField
        label={t('sync:conflicts.note')}
        placeholder={t('sync:conflicts.noteHint', { name })}
        name={NOTE_NAME}
        maxLength={500}
        value={note}
        onChange={(event) => write(event.currentTarget.value)}
      />
      <div className={css['acts']}>
        <Button keyCap={caps('sync.all-mine')} onClick={() => pickAll('mine')}>
          {t('sync:commands.allMine')}
        </Button>
        <Button keyCap={caps('sync.all-theirs')} onClick={() => pickAll('theirs')}>
          {t('sync:commands.allTheirs')}
        </Button>
        <span className={css['right']}>
          <Button
            look={missing > 0 ? 'plain' : 'primary'}
            blocked={missing > 0}
            disabled={!may}
            title={why}
            keyCap={caps('sync.confirm')}
            onClick={() => void confirmHere()}
          >
            {missing > 0 ? t('sync:conflicts.confirmMissing', { count: missing }) : t('sync:conflicts.confirm')}
          </Button>
        </span>
      </div>
    </div>
  );
}

function ResultWords({ field, side }: { field: Field; side: Side | undefined }) {
  const t = useText();
  const now = useMinute();
  return (
    <span>
      {fieldWords(field.field)}{' '}
      {side === undefined ? (
        <em>{t('sync:conflicts.open')}</em>
      ) : (
        <>
          <b>{valueWords(field.field, field[side], now)}</b>
          {side === 'mine' ? t('sync:conflicts.resultMine') : t('sync:conflicts.resultTheirs')}
        </>
      )}
    </span>
  );
}
