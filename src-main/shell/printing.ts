import type { BrowserWindow } from 'electron';
import { writeFileAtomic } from '#main/platform/files.ts';
import { systemCode } from '#main/platform/files.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { ShellInput, ShellOutput } from '#shared/contract/shell.ts';
import { chooseTarget } from './file-dialogs.ts';

/** Prints the page, by its print styles, as A4 into a PDF that the person names. */
export async function printPdf(window: BrowserWindow, input: ShellInput<'print-pdf'>): Promise<ShellOutput<'print-pdf'>> {
  const { path } = await chooseTarget(window, { filter: 'pdf', suggestedName: input.suggestedName });
  if (path === null) return { path };
  const pdf = await window.webContents.printToPDF({
    pageSize: 'A4',
    landscape: input.landscape,
    printBackground: true,
    preferCSSPageSize: true,
    generateTaggedPDF: true, // ignored by runtimes older than it
  });
  try {
    writeFileAtomic(path, pdf);
  } catch (error) {
    const reason = systemCode(error) === 'ENOSPC' ? 'disk-full' : 'target-not-writable';
    throw new AppError('unavailable', reason, { cause: error });
  }
  return { path };
}

/** The system's print dialog; a person's cancelling is no failure. */
export function printOnPaper(window: BrowserWindow): Promise<ShellOutput<'print'>> {
  return new Promise((resolve) => {
    window.webContents.print({ printBackground: true }, (printed) => resolve({ printed }));
  });
}
