import { useEffect, useState } from 'react';
import { MINUTE_MS, SECOND_MS } from '#shared/kernel/instant.ts';
import { api } from '../api/client.ts';
import { useText } from '../i18n/text.ts';
import { Toast, ToastArea } from '../ui/controls/Boxes.tsx';

const WARNING_MS = 30 * SECOND_MS;
const INPUTS = ['keydown', 'pointerdown', 'wheel', 'pointermove'] as const;

/** Locks after the set minutes without input, warns half a minute before; everything typed stays. */
export function AutoLock({ minutes }: { minutes: number }) {
  const t = useText();
  const secondsLeft = useIdleCountdown(minutes * MINUTE_MS);
  if (secondsLeft === null) return null;
  return (
    <ToastArea>
      <Toast>{t('frame:autoLockWarning', { seconds: secondsLeft })}</Toast>
    </ToastArea>
  );
}

/** Seconds to the lock while the warning is due, else null. Counts by the monotonic clock. */
function useIdleCountdown(limitMs: number): number | null {
  const [secondsLeft, setSecondsLeft] = useState<number | null>(null);
  useEffect(() => {
    let lastInput = performance.now();
    let locked = false;
    const onInput = () => {
      lastInput = performance.now();
      locked = false;
      setSecondsLeft(null);
    };
    const check = () => {
      const left = limitMs - (performance.now() - lastInput);
      setSecondsLeft(left <= WARNING_MS && left > 0 ? Math.ceil(left / SECOND_MS) : null);
      if (left > 0 || locked) return;
      locked = true;
      void api.session.lock({});
    };
    const timer = setInterval(check, SECOND_MS);
    for (const name of INPUTS) window.addEventListener(name, onInput, { capture: true, passive: true });
    return () => {
      clearInterval(timer);
      for (const name of INPUTS) window.removeEventListener(name, onInput, { capture: true });
    };
  }, [limitMs]);
  return secondsLeft;
}
