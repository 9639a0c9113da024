import { app } from 'electron';
import { systemClock } from '#main/platform/clock.ts';
import { createLog } from '#main/platform/log.ts';
import { declareAppProtocol } from './app-protocol.ts';
import { quietChromium } from './chromium-switches.ts';
import { fileSink } from './log-file.ts';
import { findPlaces, settleUserData } from './places.ts';
import { Program } from './program.ts';
import { runSelfTest } from './self-test.ts';

app.setName('邮哨');
app.setAppUserModelId('cn.youshao.desktop');
// Started without a sandbox (as root in a container) the switch would contradict the command line.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
quietChromium();
declareAppProtocol();
settleUserData();

if (app.commandLine.hasSwitch('self-test')) void runSelfTest();
else if (app.requestSingleInstanceLock()) runProgram();
else app.exit(0); // the running one has been told and shows its window

function runProgram(): void {
  const places = findPlaces();
  const clock = systemClock();
  const log = createLog({ sink: fileSink(places.logs, 'shell.log'), clock });
  process.on('uncaughtException', (error) => log.error('uncaught', { error }));
  process.on('unhandledRejection', (error) => log.error('unhandled-rejection', { error }));
  log.info('started', { version: app.getVersion(), electron: process.versions.electron });
  void app.whenReady().then(() => new Program({ places, log, clock }).start());
}
