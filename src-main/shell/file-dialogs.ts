import { app, dialog } from 'electron';
import type { BrowserWindow, FileFilter } from 'electron';
import path from 'node:path';
import type { ShellInput, ShellOutput } from '#shared/contract/shell.ts';

type FilterName = ShellInput<'choose-files'>['filter'];

const ANY: FileFilter = { name: '所有文件', extensions: ['*'] };
const TABLES = ['xlsx', 'xls', 'csv', 'tsv', 'txt', 'htm', 'html', 'xml', 'json', 'jsonl'];
const FILTERS: Readonly<Record<FilterName, readonly FileFilter[]>> = {
  imports: [{ name: '导出文件', extensions: TABLES }, ANY],
  clients: [{ name: '客户名册', extensions: ['xlsx', 'xls', 'csv', 'tsv', 'txt'] }, ANY],
  backup: [{ name: '账本备份', extensions: ['ysbak', 'db'] }, ANY],
  xlsx: [{ name: 'Excel 工作簿', extensions: ['xlsx'] }],
  csv: [{ name: 'CSV 表格', extensions: ['csv'] }],
  pdf: [{ name: 'PDF 文档', extensions: ['pdf'] }],
  any: [ANY],
};

export async function chooseFiles(window: BrowserWindow, input: ShellInput<'choose-files'>): Promise<ShellOutput<'choose-files'>> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    ...titled(input.title),
    filters: [...FILTERS[input.filter]],
    properties: input.multiple ? ['openFile', 'multiSelections'] : ['openFile'],
  });
  return { paths: canceled ? [] : filePaths };
}

export async function chooseFolder(window: BrowserWindow, input: ShellInput<'choose-folder'>): Promise<ShellOutput<'choose-folder'>> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    ...titled(input.title),
    ...(input.startAt !== undefined && { defaultPath: input.startAt }),
    properties: ['openDirectory', 'createDirectory'],
  });
  return { path: canceled ? null : (filePaths[0] ?? null) };
}

export async function chooseTarget(window: BrowserWindow, input: ShellInput<'choose-target'>): Promise<ShellOutput<'choose-target'>> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    ...titled(input.title),
    // Only the last part counts: a suggestion must not choose the folder.
    defaultPath: path.join(app.getPath('documents'), path.basename(input.suggestedName)),
    filters: [...FILTERS[input.filter]],
  });
  return { path: canceled || !filePath ? null : filePath };
}

function titled(title: string | undefined): { title?: string } {
  return title === undefined ? {} : { title };
}
