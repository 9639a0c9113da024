import type { ViewSettings } from '#renderer/features/view-settings/view-settings.ts';
import { ROW_HEIGHTS } from '#renderer/features/view-settings/view-settings.ts';
import { formatRemaining } from '#renderer/i18n/time-format.ts';
import { useText } from '#renderer/i18n/text.ts';
import { Badge, StateText } from '#renderer/ui/controls/ClockState.tsx';
import css from './Settings.module.css';

const MINUTE_MS = 60_000;
const ROWS = [
  { mailNo: '1200 0127 54984', state: 'ok', type: 'delay', minutesLeft: 340 },
  { mailNo: '1200 0224 95354', state: 'soon', type: 'urge-delivery', minutesLeft: 48 },
  { mailNo: '9800 0400 28020', state: 'over', type: 'missort', minutesLeft: -65 },
] as const;

/** Three invented rows and the states, as lists show them in the look that is chosen. */
export function LookPreview({ density }: Pick<ViewSettings, 'density'>) {
  const t = useText();
  return (
    <figure className={css['preview']} aria-label={t('settings:preview')}>
      <figcaption>{t('settings:preview')}</figcaption>
      {ROWS.map((row, index) => (
        <div key={row.mailNo} className={css['sample']} data-cursor={index === 1 || undefined} style={{ height: ROW_HEIGHTS[density] }}>
          <span>{row.mailNo}</span>
          <StateText state={row.state} icon>
            {formatRemaining(row.minutesLeft * MINUTE_MS, 0)}
          </StateText>
          <span>{t(`words:type.${row.type}`)}</span>
        </div>
      ))}
      <div className={css['badges']}>
        <Badge state="ok">{t('words:clock.ok')}</Badge>
        <Badge state="soon">{t('words:clock.soon')}</Badge>
        <Badge state="over">{t('words:clock.over')}</Badge>
        <Badge state="pause">{t('words:clock.pause')}</Badge>
        <Badge state="done">{t('words:clock.done')}</Badge>
      </div>
    </figure>
  );
}
