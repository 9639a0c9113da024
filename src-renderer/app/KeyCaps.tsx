import { strokeLabels } from '../i18n/key-label.ts';
import { KeyCap } from '../ui/controls/KeyCap.tsx';

/** A cap for each key or chord; two strokes are two caps. */
export function KeyCaps({ keys }: { keys: readonly string[] }) {
  return keys.flatMap((one) => strokeLabels(one).map((label, index) => <KeyCap key={`${one} ${index}`}>{label}</KeyCap>));
}
