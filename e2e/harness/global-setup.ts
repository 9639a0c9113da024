import { openDisplay } from '#build/runtime/display.ts';
import { prepareRuntime } from '#build/runtime/prepare.ts';
import { buildApp } from '#build/scripts/build-app.ts';

/** Runtime, bundle and display, once for a whole run; the display is stopped at its end. */
export default async function setUp(): Promise<() => void> {
  await prepareRuntime();
  await buildApp({ force: false });
  const display = await openDisplay({ width: 1600, height: 1000 });
  if (display.name !== '') process.env['DISPLAY'] = display.name;
  return () => display.stop();
}
