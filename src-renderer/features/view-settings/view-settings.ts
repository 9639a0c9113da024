import type { OutputOf } from '#shared/contract/define.ts';
import type { AppContract } from '#shared/contract/contract.ts';
import { create } from 'zustand';
import { api } from '#renderer/api/client.ts';

type Settings = OutputOf<AppContract['settings']['get']>;
export type ViewSettings = Pick<Settings, 'theme' | 'contrast' | 'textScale' | 'density' | 'language'>;

const DEFAULTS: ViewSettings = { theme: 'system', contrast: 'normal', textScale: 1, density: 'standard', language: 'zh-CN' };
const KEY = 'view-settings';

/** Kept beside the page as well, so that the lock page looks the same before the ledger opens. */
function remembered(): ViewSettings {
  try {
    return { ...DEFAULTS, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<ViewSettings>) };
  } catch {
    // A damaged or forbidden store only costs the looks of the first page.
    return DEFAULTS;
  }
}

export const viewSettings = create<ViewSettings>(remembered);

export function applyViewSettings({ theme, contrast, textScale, density, language }: ViewSettings): void {
  const next: ViewSettings = { theme, contrast, textScale, density, language };
  viewSettings.setState(next);
  localStorage.setItem(KEY, JSON.stringify(next));
}

/**
 * Shows what was chosen at once and has it kept; what cannot be kept is taken back.
 * Throws the `CallError` of the refusal.
 */
export async function chooseLooks(change: Partial<ViewSettings>): Promise<void> {
  const before = viewSettings.getState();
  applyViewSettings({ ...before, ...change });
  try {
    await api.settings.set(change);
  } catch (refusal) {
    applyViewSettings(before);
    throw refusal;
  }
}

export const ROW_HEIGHTS: Readonly<Record<ViewSettings['density'], number>> = { compact: 28, standard: 32, comfort: 40 };
export const TEXT_SCALES = [1, 1.12, 1.25, 1.5] as const;

/** The next size up or down of the four. */
export function nextTextScale(present: number, step: 1 | -1): number {
  const sizes = step === 1 ? TEXT_SCALES.filter((size) => size > present) : TEXT_SCALES.filter((size) => size < present).reverse();
  return sizes[0] ?? present;
}
