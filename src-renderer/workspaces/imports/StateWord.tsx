import { useText } from '#renderer/i18n/text.ts';
import { StateText } from '#renderer/ui/controls/ClockState.tsx';
import type { ClockStateName } from '#renderer/ui/controls/ClockState.tsx';
import type { ImportFile } from './imports-store.ts';

const LOOKS: Readonly<Record<ImportFile['state'], ClockStateName>> = {
  queued: 'pause',
  running: 'ok',
  paused: 'pause',
  done: 'done',
  cancelled: 'pause',
  failed: 'over',
};

export function StateWord({ state }: { state: ImportFile['state'] }) {
  const t = useText();
  return (
    <StateText state={LOOKS[state]} icon>
      {t(`imports:state.${state}`)}
    </StateText>
  );
}
