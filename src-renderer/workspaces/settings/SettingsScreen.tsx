import { useQuery } from '@tanstack/react-query';
import type { InputOf, OutputOf } from '#shared/contract/define.ts';
import type { AppContract } from '#shared/contract/contract.ts';
import { api } from '#renderer/api/client.ts';
import { useCommandOf, useQueryOf } from '#renderer/api/queries.ts';
import { shell } from '#renderer/api/shell.ts';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { goTo } from '#renderer/features/navigation/navigation.ts';
import { useSession } from '#renderer/features/session/session.ts';
import { showAct } from '#renderer/features/status-line/status-line.ts';
import { chooseLooks } from '#renderer/features/view-settings/view-settings.ts';
import type { ViewSettings } from '#renderer/features/view-settings/view-settings.ts';
import { text, useText } from '#renderer/i18n/text.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { Facts } from '#renderer/ui/controls/Facts.tsx';
import { TextField } from '#renderer/ui/controls/Fields.tsx';
import { Page } from '#renderer/ui/controls/Layout.tsx';
import { Keyboard } from './Keyboard.tsx';
import { Looks } from './Looks.tsx';
import { NumberSetting } from './NumberSetting.tsx';
import css from './Settings.module.css';

type Settings = OutputOf<AppContract['settings']['get']>;
type Change = InputOf<AppContract['settings']['set']>;
type PartProps = { settings: Settings; onChange: (name: string, change: Change) => void };

const AUTO_LOCK = { min: 1, max: 120 };
const RETENTION = { min: 7, max: 3650 };

/** Takes effect at once and is told in the status bar; nothing here asks to be saved. */
export function SettingsScreen() {
  const t = useText();
  const settings = useQueryOf(api.settings.get, {});
  const set = useCommandOf(api.settings.set);
  const change = (name: string, next: Change) => {
    const words = t('settings:saved', { name });
    set.mutate(next, { onSuccess: () => showAct({ words, state: 'saved' }), onError: () => showAct({ words, state: 'failed' }) });
  };
  const look = (name: string, next: Partial<ViewSettings>) => {
    // The words are asked for afterwards: they may have become those of another language.
    const tell = (state: 'saved' | 'failed') => () => showAct({ words: text('settings:saved', { name }), state });
    chooseLooks(next).then(tell('saved'), tell('failed'));
  };
  return (
    <Page title={t('screens:settings.title')}>
      {settings.error === null ? null : <CallErrorBox error={settings.error} onRetry={() => void settings.refetch()} />}
      {set.error === null ? null : <CallErrorBox error={set.error} />}
      {settings.data === undefined ? null : (
        <div className={css['columns']}>
          <Looks onChange={look} />
          <div className={css['column']}>
            <Keyboard />
            <Security settings={settings.data} onChange={change} />
            <Exports settings={settings.data} onChange={change} />
            <About />
          </div>
        </div>
      )}
    </Page>
  );
}

function Security({ settings, onChange }: PartProps) {
  const t = useText();
  return (
    <section className={css['part']}>
      <h2>{t('settings:security')}</h2>
      <NumberSetting
        key={`lock ${settings.autoLockMinutes}`}
        label={t('settings:autoLock')}
        hint={t('settings:autoLockHint')}
        bounds={AUTO_LOCK}
        value={settings.autoLockMinutes}
        onApply={(autoLockMinutes) => onChange(t('settings:autoLock'), { autoLockMinutes })}
      />
      <NumberSetting
        key={`keep ${settings.retentionDays}`}
        label={t('settings:retention')}
        hint={t('settings:retentionHint')}
        bounds={RETENTION}
        value={settings.retentionDays}
        onApply={(retentionDays) => onChange(t('settings:retention'), { retentionDays })}
      />
      <span>
        <Button size="small" onClick={() => goTo('/safety')}>
          {t('settings:retentionGo')}
        </Button>
      </span>
    </section>
  );
}

function Exports({ settings, onChange }: PartProps) {
  const t = useText();
  const choose = async () => {
    const { path } = await shell('choose-folder', settings.exportFolder === '' ? {} : { startAt: settings.exportFolder });
    if (path !== null) onChange(t('settings:exportFolder'), { exportFolder: path });
  };
  return (
    <section className={css['part']}>
      <h2>{t('settings:exports')}</h2>
      <div className={css['pair']}>
        <TextField
          label={t('settings:exportFolder')}
          hint={t('settings:exportFolderHint')}
          readOnly
          value={settings.exportFolder}
          title={settings.exportFolder}
        />
        <Button onClick={() => void choose()}>{t('common:chooseFolder')}</Button>
      </div>
    </section>
  );
}

function About() {
  const t = useText();
  const session = useSession().data;
  const info = useQuery({ queryKey: ['shell.app-info'], queryFn: () => shell('app-info', {}) }).data;
  if (session === undefined) return null;
  return (
    <section className={css['part']}>
      <h2>{t('settings:about')}</h2>
      <Facts
        facts={[
          { label: t('settings:version'), value: session.appVersion },
          { label: t('settings:ledger'), value: session.ledgerPath },
          { label: t('settings:keystore'), value: session.keystore ? t('settings:keystoreYes') : t('settings:keystoreNo') },
        ]}
      />
      {info === undefined ? null : (
        <span>
          <Button onClick={() => void shell('open-path', { path: info.logsFolder })}>{t('settings:logs')}</Button>
        </span>
      )}
    </section>
  );
}
