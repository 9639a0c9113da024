import { IconCommand } from '@tabler/icons-react';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { createPortal } from 'react-dom';
import { api } from '../api/client.ts';
import { useQueryOf } from '../api/queries.ts';
import { openMail } from '../features/mail-number/find-mails.ts';
import table from '../features/palette/pinyin.json';
import { readingsOf } from '../features/palette/pinyin-readings.ts';
import { keyLabel } from '../i18n/key-label.ts';
import { useText } from '../i18n/text.ts';
import { LAYERS_ID } from '../ui/controls/Dialog.tsx';
import { KeyCap } from '../ui/controls/KeyCap.tsx';
import { runCommand } from '../ui/keyboard/commands.ts';
import { belongsToInputMethod } from '../ui/keyboard/composition.ts';
import css from './Palette.module.css';
import { PaletteList } from './PaletteList.tsx';
import { usePaletteMails } from './palette-mails.ts';
import { paletteResults } from './palette-results.ts';
import type { PaletteChoice } from './palette-results.ts';
import { closePalette, palette } from './palette-state.ts';

const readings = readingsOf(table);
const RECENT_KEPT = 12;
const PAGE = 8;

function moved(code: string, at: number, count: number): number | null {
  const last = count - 1;
  const places: Readonly<Record<string, number>> = {
    ArrowDown: at >= last ? 0 : at + 1,
    ArrowUp: at <= 0 ? last : at - 1,
    PageDown: Math.min(last, at + PAGE),
    PageUp: Math.max(0, at - PAGE),
  };
  return count === 0 ? null : (places[code] ?? null);
}

/** Keeps the command as the latest one of the person; that it is not kept would only cost its place. */
function remember(id: string, recent: readonly string[]): void {
  const next = [id, ...recent.filter((other) => other !== id)].slice(0, RECENT_KEPT);
  void api.keys.set({ recent: next }).catch(() => undefined);
}

function choose(choice: PaletteChoice | undefined, recent: readonly string[]): void {
  if (choice === undefined) return;
  if ('mail' in choice) {
    closePalette();
    openMail(choice.mail);
  } else if (choice.result.possible) {
    closePalette();
    remember(choice.result.command.id, recent);
    runCommand(choice.result.command, 'palette');
  }
}

function useChoices(query: string): { choices: readonly PaletteChoice[]; recent: readonly string[]; asked: boolean } {
  const { entries, numbers } = palette();
  const recent = useQueryOf(api.keys.get, {}).data?.recent ?? NO_RECENT;
  const results = useMemo(() => paletteResults(query, { entries, recent, readings }), [query, entries, recent]);
  const { mails, asked } = usePaletteMails(query, numbers);
  const choices = useMemo(() => [...mails.map((mail) => ({ mail })), ...results.map((result) => ({ result }))], [mails, results]);
  return { choices, recent, asked };
}
const NO_RECENT: readonly string[] = [];

/** Every command and every mail from one field: Chinese, pinyin, initials, or a mail number. */
export function Palette() {
  const t = useText();
  const id = useId();
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const field = useRef<HTMLInputElement | null>(null);
  const { choices, recent, asked } = useChoices(query);
  const present = Math.min(at, Math.max(0, choices.length - 1));
  useEffect(() => field.current?.focus(), []);

  const onKeyDown = (event: KeyboardEvent) => {
    if (belongsToInputMethod(event.nativeEvent)) return;
    const place = moved(event.code, present, choices.length);
    if (place !== null) setAt(place);
    else if (event.code === 'Escape') closePalette();
    else if (event.code === 'Enter' || event.code === 'NumpadEnter') choose(choices[present], recent);
    else if (event.code !== 'Tab') return;
    // The field is the only stop: the list is walked by the arrows.
    event.preventDefault();
    event.stopPropagation();
  };
  const layers = document.querySelector(`#${LAYERS_ID}`);
  if (layers === null) return null;
  return createPortal(
    <div className={css['scrim']} onMouseDown={closePalette}>
      <div
        role="dialog"
        aria-modal="true"
        aria-label={t('keys:palette.title')}
        className={css['palette']}
        onMouseDown={(event) => event.stopPropagation()}
      >
        <div className={css['field']}>
          <IconCommand size={16} stroke={1.75} aria-hidden />
          <input
            ref={field}
            role="combobox"
            aria-expanded="true"
            aria-autocomplete="list"
            aria-controls={`${id}-list`}
            aria-activedescendant={choices.length === 0 ? undefined : `${id}-${present}`}
            aria-label={t('keys:palette.field')}
            placeholder={t('keys:palette.placeholder')}
            autoComplete="off"
            spellCheck={false}
            value={query}
            onChange={(event) => {
              setQuery(event.currentTarget.value);
              setAt(0);
            }}
            onKeyDown={onKeyDown}
          />
        </div>
        <PaletteList
          id={id}
          choices={choices}
          present={present}
          query={query}
          asked={asked}
          onChoose={(choice) => choose(choice, recent)}
        />
        <Foot />
      </div>
    </div>,
    layers,
  );
}

function Foot() {
  const t = useText();
  const parts = [
    ['ArrowUp', t('keys:palette.move')],
    ['Enter', t('keys:palette.run')],
    ['Escape', t('common:close')],
  ] as const;
  return (
    <div className={css['foot']}>
      {parts.map(([keys, words]) => (
        <span key={keys}>
          <KeyCap>{keys === 'ArrowUp' ? `${keyLabel('ArrowUp')}${keyLabel('ArrowDown')}` : keyLabel(keys)}</KeyCap>
          {words}
        </span>
      ))}
    </div>
  );
}
