import { app } from 'electron';

/**
 * Chromium's own talk with the outside, all of it off: the program opens no connection of its
 * own, so every name resolves to nothing and every background service is switched off.
 */
const SWITCHES: readonly (readonly [string, string?])[] = [
  ['disable-background-networking'],
  ['disable-component-update'],
  ['disable-domain-reliability'],
  ['disable-client-side-phishing-detection'],
  ['disable-sync'],
  ['disable-breakpad'],
  ['disable-http-cache'],
  ['dns-prefetch-disable'],
  ['no-pings'],
  ['no-proxy-server'],
  ['host-resolver-rules', 'MAP * ~NOTFOUND'],
  ['force-webrtc-ip-handling-policy', 'disable_non_proxied_udp'],
  ['lang', 'zh-CN'],
];

const FEATURES_OFF = [
  'AutofillServerCommunication',
  'CertificateTransparencyComponentUpdater',
  'MediaRouter',
  'OptimizationHints',
  'SpareRendererForSitePerProcess',
  'Translate',
];

/** To be called before the app is ready. */
export function quietChromium(): void {
  for (const [name, value] of SWITCHES) app.commandLine.appendSwitch(name, value);
  app.commandLine.appendSwitch('disable-features', FEATURES_OFF.join(','));
}
