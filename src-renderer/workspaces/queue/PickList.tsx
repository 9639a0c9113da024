import { useEffect, useId, useRef } from 'react';
import type { KeyboardEvent } from 'react';
import { classNames } from '#renderer/ui/class-names.ts';
import { KeyCap } from '#renderer/ui/controls/KeyCap.tsx';
import { belongsToInputMethod } from '#renderer/ui/keyboard/composition.ts';
import css from './Peek.module.css';

export type Pick = { readonly id: string; readonly title: string; readonly note?: string };
type Props = {
  label: string;
  picks: readonly Pick[];
  active: number;
  onActive: (position: number) => void;
  onPick: (pick: Pick) => void;
  /** Takes the focus when it opens; else a field beside it passes its keys on. */
  focused?: boolean;
};

const DIGIT = /^(?:Digit|Numpad)([1-9])$/;

/** What a key means for a list of choices; true when it was used. `numbered`: 1…9 choose at once. */
export function onPickKey(event: KeyboardEvent, numbered: boolean, { picks, active, onActive, onPick }: Omit<Props, 'label'>): boolean {
  if (belongsToInputMethod(event.nativeEvent) || event.ctrlKey || event.altKey) return false;
  const digit = numbered ? DIGIT.exec(event.code)?.[1] : undefined;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.code];
  const chosen = digit === undefined ? (/^(Numpad)?Enter$/.test(event.code) ? picks[active] : undefined) : picks[Number(digit) - 1];
  if (chosen === undefined && step === undefined) return false;
  event.preventDefault();
  if (chosen) onPick(chosen);
  else if (step !== undefined && picks.length > 0) onActive((active + step + picks.length) % picks.length);
  return true;
}

/** Choices one below the other, the first nine with their digit. */
export function PickList({ label, picks, active, onActive, onPick, focused = false }: Props) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (focused) list.current?.focus();
  }, [focused]);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div
      ref={list}
      role="listbox"
      tabIndex={focused ? 0 : -1}
      aria-label={label}
      aria-activedescendant={picks[active] === undefined ? undefined : `${id}-${active}`}
      className={css['picks']}
      onKeyDown={(event) => {
        if (focused) onPickKey(event, true, { picks, active, onActive, onPick });
      }}
    >
      {picks.map((pick, position) => (
        <div
          key={pick.id}
          id={`${id}-${position}`}
          role="option"
          aria-selected={position === active}
          className={classNames(css['pick'], position === active && css['pickOn'])}
          onClick={() => onPick(pick)}
        >
          {focused && position < 9 ? <KeyCap quiet>{String(position + 1)}</KeyCap> : null}
          <span>{pick.title}</span>
          <small>{pick.note}</small>
        </div>
      ))}
    </div>
  );
}
