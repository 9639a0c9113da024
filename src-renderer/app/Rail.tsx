import { goTo } from '../features/navigation/navigation.ts';
import type { Screen } from '../features/navigation/screen.ts';
import { usePerson } from '../features/session/session.ts';
import { useText } from '../i18n/text.ts';
import { classNames } from '../ui/class-names.ts';
import css from './Frame.module.css';
import { isOpenTo, SCREENS } from './screens.ts';

export function Rail({ present }: { present: Screen }) {
  const t = useText();
  const role = usePerson()?.role;
  const firstAtEnd = SCREENS.find((screen) => screen.rail?.atEnd === true);
  return (
    <nav className={css['rail']} aria-label={t('frame:workspaces')}>
      {SCREENS.map((screen) => {
        if (screen.rail === undefined || !isOpenTo(screen, role)) return null;
        const Icon = screen.rail.icon;
        const on = screen.id === present.id;
        return (
          <button
            type="button"
            key={screen.id}
            title={t(screen.title)}
            aria-current={on ? 'page' : undefined}
            className={classNames(on && css['on'], screen === firstAtEnd && css['spring'])}
            onClick={() => goTo(screen.route)}
          >
            <Icon size={20} stroke={1.5} aria-hidden />
            {t(screen.rail.label)}
            {screen.rail.useCount === undefined ? null : <RailCount useCount={screen.rail.useCount} />}
          </button>
        );
      })}
    </nav>
  );
}

function RailCount({ useCount }: { useCount: () => number }) {
  const count = useCount();
  return count === 0 ? null : <em className={css['count']}>{count > 99 ? '99+' : count}</em>;
}
