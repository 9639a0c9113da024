import { IconHistory } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useText } from '../i18n/text.ts';
import type { Text } from '../i18n/text.ts';
import { activeKeys, keyBindings } from '../ui/keyboard/key-bindings.ts';
import { KeyCaps } from './KeyCaps.tsx';
import css from './Palette.module.css';
import type { PaletteChoice } from './palette-results.ts';

type Ranges = readonly (readonly [number, number])[];
type ListProps = {
  id: string;
  choices: readonly PaletteChoice[];
  present: number;
  query: string;
  asked: boolean;
  onChoose: (choice: PaletteChoice) => void;
};

/** What was found, with the heading of each kind above its first line. */
export function PaletteList({ id, choices, present, query, asked, onChoose }: ListProps) {
  const t = useText();
  const headings = choices.map((choice) => headingOf(choice, query, t));
  const mailsMissing = asked && choices.every((choice) => !('mail' in choice));
  return (
    <div id={`${id}-list`} role="listbox" aria-label={t('keys:palette.results')} className={css['list']}>
      {choices.map((choice, index) => (
        <Line
          key={'mail' in choice ? choice.mail.mailNo : choice.result.command.id}
          id={`${id}-${index}`}
          choice={choice}
          heading={headings[index] === headings[index - 1] ? null : (headings[index] ?? null)}
          isPresent={index === present}
          onChoose={onChoose}
        />
      ))}
      {mailsMissing ? <Note words={t('keys:palette.noMail', { part: query.trim() })} /> : null}
      {choices.length === 0 && !asked ? <Note words={t('keys:palette.nothing')} /> : null}
    </div>
  );
}

/** An option that cannot be chosen, because a list may hold nothing else. */
function Note({ words }: { words: string }) {
  return (
    <div role="option" aria-disabled="true" aria-selected="false" className={css['none']}>
      {words}
    </div>
  );
}

function headingOf(choice: PaletteChoice, query: string, t: Text): string {
  if ('mail' in choice) return t('keys:palette.mails');
  if (query.trim() !== '') return t('keys:palette.commands');
  return choice.result.recent ? t('keys:palette.recent') : choice.result.command.group;
}

type LineProps = {
  id: string;
  choice: PaletteChoice;
  heading: string | null;
  isPresent: boolean;
  onChoose: (choice: PaletteChoice) => void;
};

function Line({ id, choice, heading, isPresent, onChoose }: LineProps) {
  const line = useRef<HTMLDivElement | null>(null);
  useEffect(() => {
    if (isPresent) line.current?.scrollIntoView({ block: 'nearest' });
  }, [isPresent]);
  const disabled = 'result' in choice && !choice.result.possible;
  return (
    <>
      {heading === null ? null : (
        <div role="presentation" className={css['heading']}>
          {heading}
        </div>
      )}
      <div
        ref={line}
        id={id}
        role="option"
        aria-selected={isPresent}
        aria-disabled={disabled}
        data-command={'result' in choice ? choice.result.command.id : undefined}
        className={css['option']}
        onClick={() => onChoose(choice)}
      >
        {'mail' in choice ? <MailWords choice={choice} /> : <CommandWords choice={choice} />}
      </div>
    </>
  );
}

function CommandWords({ choice: { result } }: { choice: Extract<PaletteChoice, { result: unknown }> }) {
  const t = useText();
  const { command, possible, ranges, recent } = result;
  const state = keyBindings();
  return (
    <>
      {recent ? <IconHistory size={14} stroke={2} aria-hidden /> : null}
      <span>
        <Marked text={command.title} ranges={ranges} />
      </span>
      {possible ? null : <span className={css['side']}>{command.whyNot ?? t('keys:palette.notNow')}</span>}
      <span className={css['caps']}>
        <KeyCaps keys={activeKeys(command, state).slice(0, 1)} />
      </span>
    </>
  );
}

function MailWords({ choice: { mail } }: { choice: Extract<PaletteChoice, { mail: unknown }> }) {
  const t = useText();
  const { exception, stage } = mail;
  const facts = [
    mail.clientName,
    exception === null ? t('keys:palette.noException') : t(`words:type.${exception.type}`),
    exception === null ? (stage === null ? '' : t(`words:stage.${stage}`)) : t(`keys:palette.status.${exception.status}`),
  ];
  return (
    <>
      <span style={{ fontVariantNumeric: 'tabular-nums' }}>
        <Marked text={mail.number.text} ranges={mail.number.marks} />
      </span>
      <span className={css['side']}>{facts.filter((fact) => fact !== '').join(' · ')}</span>
    </>
  );
}

function Marked({ text, ranges }: { text: string; ranges: Ranges }) {
  const pieces = ranges.flatMap(([from, to], index) => [
    { words: text.slice(ranges[index - 1]?.[1] ?? 0, from), found: false },
    { words: text.slice(from, to), found: true },
  ]);
  const rest = text.slice(ranges.at(-1)?.[1] ?? 0);
  return (
    <>
      {pieces.map(({ words, found }, index) => (found ? <mark key={index}>{words}</mark> : words))}
      {rest}
    </>
  );
}
