import { screen } from 'electron';
import type { BrowserWindow, Rectangle } from 'electron';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '#main/platform/files.ts';

export const DEFAULT_SIZE = { width: 1366, height: 728 } as const;
export const SMALLEST_SIZE = { width: 1024, height: 560 } as const;

const keptShape = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(SMALLEST_SIZE.width),
  height: z.number().int().min(SMALLEST_SIZE.height),
  isMaximised: z.boolean(),
});

export type WindowPlacement = { bounds: Partial<Rectangle>; isMaximised: boolean };

/** Where the window stood last time, when that place is still on a screen; else centred. */
export function readPlacement(userDataFolder: string): WindowPlacement {
  const area = screen.getPrimaryDisplay().workAreaSize;
  const isSmallScreen = area.width < DEFAULT_SIZE.width || area.height < DEFAULT_SIZE.height;
  const fallback = { bounds: DEFAULT_SIZE, isMaximised: isSmallScreen };
  let kept: z.infer<typeof keptShape>;
  try {
    kept = keptShape.parse(JSON.parse(readFileSync(fileIn(userDataFolder), 'utf8')));
  } catch {
    return fallback; // first start, or a file that somebody changed
  }
  const { isMaximised, ...bounds } = kept;
  return isOnScreen(bounds) ? { bounds, isMaximised } : { ...fallback, isMaximised };
}

export function writePlacement(userDataFolder: string, window: BrowserWindow): void {
  const placement = { ...window.getNormalBounds(), isMaximised: window.isMaximized() };
  writeFileAtomic(fileIn(userDataFolder), JSON.stringify(placement));
}

function isOnScreen(bounds: Rectangle): boolean {
  return screen.getAllDisplays().some(({ workArea }) => {
    const width = Math.min(bounds.x + bounds.width, workArea.x + workArea.width) - Math.max(bounds.x, workArea.x);
    const isTitleBarVisible = bounds.y >= workArea.y && bounds.y < workArea.y + workArea.height - 32;
    return width > 200 && isTitleBarVisible;
  });
}

function fileIn(userDataFolder: string): string {
  return path.join(userDataFolder, 'window.json');
}
