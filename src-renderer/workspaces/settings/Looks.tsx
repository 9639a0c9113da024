import type { ViewSettings } from '#renderer/features/view-settings/view-settings.ts';
import { TEXT_SCALES, viewSettings } from '#renderer/features/view-settings/view-settings.ts';
import { keyLabel } from '#renderer/i18n/key-label.ts';
import { LANGUAGES, LANGUAGE_NAMES } from '#renderer/i18n/languages.ts';
import { useText } from '#renderer/i18n/text.ts';
import { Choice } from '#renderer/ui/controls/Choice.tsx';
import { LookPreview } from './LookPreview.tsx';
import css from './Settings.module.css';

const THEMES = ['light', 'dark', 'system'] as const;
const CONTRASTS = ['normal', 'high'] as const;
const DENSITIES = ['compact', 'standard', 'comfort'] as const;

type Props = { onChange: (name: string, change: Partial<ViewSettings>) => void };

/** Every choice shows at once, in the whole window and in the sample above; it is the person's own. */
export function Looks({ onChange }: Props) {
  const t = useText();
  const looks = viewSettings();
  const sizes = TEXT_SCALES.map((scale) => ({ value: String(scale), label: `${Math.round(scale * 100)} %` }));
  return (
    <section className={css['part']}>
      <h2>{t('settings:looks')}</h2>
      <LookPreview density={looks.density} />
      <Choice
        label={t('settings:theme')}
        options={THEMES.map((value) => ({ value, label: t(`settings:themes.${value}`) }))}
        value={looks.theme}
        onChange={(theme) => onChange(t('settings:theme'), { theme })}
      />
      <Choice
        label={t('settings:contrast')}
        hint={t('settings:contrastHint')}
        options={CONTRASTS.map((value) => ({ value, label: t(`settings:contrasts.${value}`) }))}
        value={looks.contrast}
        onChange={(contrast) => onChange(t('settings:contrast'), { contrast })}
      />
      <Choice
        label={t('settings:textScale')}
        hint={t('settings:textScaleHint', {
          larger: keyLabel('Ctrl+NumpadAdd'),
          smaller: keyLabel('Ctrl+Minus'),
          normal: keyLabel('Ctrl+Digit0'),
        })}
        options={sizes}
        value={String(looks.textScale)}
        onChange={(scale) => onChange(t('settings:textScale'), { textScale: Number(scale) })}
      />
      <Choice
        label={t('settings:density')}
        options={DENSITIES.map((value) => ({ value, label: t(`settings:densities.${value}`) }))}
        value={looks.density}
        onChange={(density) => onChange(t('settings:density'), { density })}
      />
      <Choice
        label={t('settings:language')}
        hint={t('settings:languageHint')}
        options={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
        value={looks.language}
        onChange={(language) => onChange(t('settings:language'), { language })}
      />
    </section>
  );
}
