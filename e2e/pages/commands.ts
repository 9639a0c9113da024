import type { Locator, Page } from '@playwright/test';

export type SheetLine = { readonly id: string; readonly keys: readonly string[]; readonly isWidget: boolean; readonly isPossible: boolean };

/** Palette, key sheet and menus: what all commands are reached by. */
export class CommandsPage {
  readonly page: Page;
  readonly palette: Locator;
  readonly paletteField: Locator;
  readonly options: Locator;
  readonly chosen: Locator;
  readonly sheet: Locator;
  readonly keyDialog: Locator;
  readonly menu: Locator;

  constructor(page: Page) {
    this.page = page;
    this.palette = page.getByRole('dialog', { name: '命令面板' });
    this.paletteField = this.palette.getByRole('combobox');
    this.options = this.palette.getByRole('option');
    this.chosen = this.palette.getByRole('option', { selected: true });
    this.sheet = page.getByRole('dialog', { name: '按键一览' });
    this.keyDialog = page.getByRole('dialog', { name: '改按键' });
    this.menu = page.getByRole('menu').first();
  }

  async openPalette(words = ''): Promise<void> {
    await this.page.keyboard.press('Control+k');
    await this.paletteField.waitFor();
    if (words !== '') await this.page.keyboard.type(words);
  }

  /** Lines of the key sheet of the present screen, as the registry gives them. */
  async sheetLines(): Promise<readonly SheetLine[]> {
    await this.page.keyboard.press('F1');
    await this.sheet.waitFor();
    const lines = await this.sheet.locator('[data-command]').evaluateAll((items) =>
      items.map((item) => ({
        id: item.getAttribute('data-command') ?? '',
        keys: (item.getAttribute('data-keys') ?? '').split('|').filter((keys) => keys !== ''),
        isWidget: item.getAttribute('data-widget') === 'true',
        isPossible: item.getAttribute('data-possible') === 'true',
      })),
    );
    await this.page.keyboard.press('Escape');
    await this.sheet.waitFor({ state: 'detached' });
    return lines;
  }

  keyRow(id: string): Locator {
    return this.keyDialog.locator(`li[data-command="${id}"]`);
  }

  /** Starts to note which commands run; `runs` gives them. */
  async noteRuns(): Promise<void> {
    await this.page.evaluate(() => {
      const runs: string[] = [];
      Reflect.set(globalThis, 'commandRuns', runs);
      window.addEventListener('youshao-command', (event) => runs.push((event as CustomEvent<{ id: string }>).detail.id));
    });
  }

  /** Ids of the commands that ran since the last question. */
  runs(): Promise<string[]> {
    return this.page.evaluate(() => (Reflect.get(globalThis, 'commandRuns') as string[]).splice(0));
  }
}

/** `Ctrl+Digit1`, `KeyG KeyQ` as the test tool presses them: one chord after the other. */
export function pressesOf(keys: string): readonly string[] {
  return keys.split(' ').map((stroke) => stroke.replace('Ctrl+', 'Control+'));
}
