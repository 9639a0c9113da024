import { Menu } from 'electron';
import type { BrowserWindow, MenuItemConstructorOptions } from 'electron';

/** The small menu of text fields and selected text; the page shows its own menus elsewhere. */
export function offerEditMenu(window: BrowserWindow): void {
  window.webContents.on('context-menu', (_event, { isEditable, selectionText, editFlags }) => {
    const copy: MenuItemConstructorOptions = { role: 'copy', label: '复制', enabled: editFlags.canCopy };
    const edit: MenuItemConstructorOptions[] = [
      { role: 'undo', label: '撤销', enabled: editFlags.canUndo },
      { type: 'separator' },
      { role: 'cut', label: '剪切', enabled: editFlags.canCut },
      copy,
      { role: 'paste', label: '粘贴', enabled: editFlags.canPaste },
      { role: 'selectAll', label: '全选', enabled: editFlags.canSelectAll },
    ];
    if (isEditable) Menu.buildFromTemplate(edit).popup({ window });
    else if (selectionText.trim() !== '') Menu.buildFromTemplate([copy]).popup({ window });
  });
}
