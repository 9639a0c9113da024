import type { Configuration } from 'electron-builder';
import path from 'node:path';
import { CHECKOUT, inCheckout } from '../runtime/checkout.ts';
import { finishPackage } from './finish-package.ts';
import type { BindingKind } from './binding-file.ts';
import type { Flavour } from './flavours.ts';

/** electron-builder.yml and what only a program can say beside it. */
export function packageConfiguration(flavour: Flavour, kind: BindingKind): Configuration {
  return {
    extends: path.join(CHECKOUT, 'electron-builder.yml'),
    // On Linux it names the folder under /opt only, which scripts and old tools want in ASCII.
    ...(kind !== 'win32-x64' && { productName: 'youshao' }),
    directories: { output: inCheckout('dist', flavour) },
    afterPack: ({ appOutDir, electronPlatformName }) =>
      finishPackage(appOutDir, electronPlatformName === 'win32' ? 'youshao.exe' : 'youshao', flavour),
  };
}
