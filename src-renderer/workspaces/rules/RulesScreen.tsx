import type { ComponentType } from 'react';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { useClock } from '#renderer/features/clock/clock.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatCount, formatMomentNamed } from '#renderer/i18n/time-format.ts';
import { ViewBar } from '#renderer/ui/controls/Layout.tsx';
import { SplitPage } from '#renderer/ui/controls/SplitPage.tsx';
import { DraftBar } from './DraftBar.tsx';
import { Holidays } from './Holidays.tsx';
import { Lists } from './Lists.tsx';
import { Mappings } from './Mappings.tsx';
import { Phrases } from './Phrases.tsx';
import { Review } from './Review.tsx';
import css from './Rules.module.css';
import { Thresholds } from './Thresholds.tsx';
import { UnseenCodes } from './UnseenCodes.tsx';
import { Versions } from './Versions.tsx';
import { EditingPart } from './editing.tsx';
import { SECTIONS, openSection, rulesStore } from './rules-store.ts';
import type { Section } from './rules-store.ts';
import { useRules } from './use-rules.ts';
import type { Rules } from './use-rules.ts';

/** 规则: what screening decides by, tried before it is changed, and every version of it. */
export function RulesScreen() {
  const t = useText();
  const { rules, error, retry } = useRules();
  return (
    <SplitPage
      bar={<ViewBar title={t('screens:rules.title')}>{rules === null ? null : <Standing rules={rules} />}</ViewBar>}
      side={<Parts rules={rules} />}
      sideLabel={t('rules:nav')}
      sideWidth="views"
    >
      {error === null ? null : <CallErrorBox error={error} onRetry={retry} />}
      {rules === null ? null : (
        <div className={css['screen']}>
          <Body rules={rules} />
          <DraftBar rules={rules} />
        </div>
      )}
    </SplitPage>
  );
}

function Standing({ rules: { inForce, versions } }: { rules: Rules }) {
  const t = useText();
  const next = versions.filter(({ state }) => state === 'scheduled').sort((a, b) => a.effectiveFrom - b.effectiveFrom)[0];
  const words = useClock((now) =>
    next === undefined ? '' : t('rules:scheduled', { version: next.version, moment: formatMomentNamed(next.effectiveFrom, now) }),
  );
  return (
    <>
      <span className={css['note']}>{t('rules:inForce', { version: inForce })}</span>
      {words === '' ? null : <span className={css['note']}>{words}</span>}
    </>
  );
}

function Parts({ rules }: { rules: Rules | null }) {
  const t = useText();
  const section = rulesStore((state) => state.section);
  return (
    <nav className={css['nav']} aria-label={t('rules:nav')}>
      {SECTIONS.map((each) => (
        <button key={each} type="button" aria-current={each === section ? 'page' : undefined} onClick={() => openSection(each)}>
          {t(`rules:sections.${each}`)}
          {rules !== null && each === 'review' && rules.changes.length > 0 ? (
            <span className={css['count']}>{formatCount(rules.changes.length)}</span>
          ) : null}
        </button>
      ))}
    </nav>
  );
}

/** Of the parts with fields of their own: they are read only for who may not change them. */
const EDITORS: Readonly<Partial<Record<Section, ComponentType>>> = {
  thresholds: Thresholds,
  lists: Lists,
  phrases: Phrases,
  mappings: Mappings,
  holidays: Holidays,
};

function Body({ rules }: { rules: Rules }) {
  const t = useText();
  const section = rulesStore((state) => state.section);
  const round = rulesStore((state) => state.round);
  const { editing } = rules;
  const Editor = EDITORS[section];
  return (
    <EditingPart value={editing}>
      <div className={css['scroll']} tabIndex={-1}>
        {editing.mayEdit ? null : <p className={css['readOnly']}>{t('rules:readOnly')}</p>}
        {Editor === undefined ? (
          <div className={css['body']}>
            {section === 'unseen' ? <UnseenCodes /> : null}
            {section === 'versions' ? <Versions versions={rules.versions} /> : null}
            {section === 'review' ? <Review rules={rules} /> : null}
          </div>
        ) : (
          <fieldset
            key={`${section} ${round}`}
            className={css['body']}
            disabled={!editing.mayEdit}
            aria-label={t(`rules:sections.${section}`)}
          >
            <Editor />
          </fieldset>
        )}
      </div>
    </EditingPart>
  );
}
