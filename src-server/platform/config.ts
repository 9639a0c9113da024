import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '#shared/kernel/app-error.ts';
import { LOG_LEVELS } from './log.ts';

const flag = z
  .enum(['0', '1'])
  .default('0')
  .transform((value) => value === '1');
const wholeNumber = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

const environment = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//u)
    .optional(),
  YOUSHAO_SERVER_DATA: z.string().min(1).optional(),
  YOUSHAO_SERVER_USER: z
    .string()
    .regex(/^[a-z_][a-z0-9_-]{0,31}$/u)
    .optional(),
  YOUSHAO_SERVER_NAME: z.string().min(1).max(80).default('邮哨服务器'),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: wholeNumber(0, 65_535).default(8420),
  YOUSHAO_TLS_CERT: z.string().min(1).optional(),
  YOUSHAO_TLS_KEY: z.string().min(1).optional(),
  YOUSHAO_BEHIND_PROXY: flag,
  YOUSHAO_LOG_LEVEL: z.enum(LOG_LEVELS).default('info'),
  YOUSHAO_DATABASE_POOL: wholeNumber(2, 500).default(20),
  YOUSHAO_MAX_IN_FLIGHT: wholeNumber(4, 10_000).default(64),
  YOUSHAO_DEVICE_RATE: wholeNumber(1, 100_000).default(50),
});

export type Config = {
  /** A cluster's address; undefined: the embedded database. */
  readonly databaseUrl: string | undefined;
  readonly dataFolder: string;
  readonly systemUser: string | undefined;
  readonly serverName: string;
  readonly host: string;
  readonly port: number;
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  readonly behindProxy: boolean;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  readonly poolSize: number;
  readonly maxInFlight: number;
  /** Signed requests of one device in a second. */
  readonly deviceRate: number;
};

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the configuration. AppError('invalid-input', 'configuration-invalid', {variable}); `key-or-certificate-missing`
 * when only one of the two is given; `certificate-missing` when the server would speak in the clear to a network.
 */
export function readConfig(env: Environment): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    const variable = String(parsed.error.issues[0]?.path[0] ?? '');
    throw new AppError('invalid-input', 'configuration-invalid', { detail: { variable } });
  }
  const values = parsed.data;
  return {
    databaseUrl: values.DATABASE_URL,
    dataFolder: values.YOUSHAO_SERVER_DATA ?? defaultDataFolder(),
    systemUser: values.YOUSHAO_SERVER_USER,
    serverName: values.YOUSHAO_SERVER_NAME,
    host: values.HOST,
    port: values.PORT,
    tls: readTls(values.YOUSHAO_TLS_CERT, values.YOUSHAO_TLS_KEY),
    behindProxy: values.YOUSHAO_BEHIND_PROXY,
    logLevel: values.YOUSHAO_LOG_LEVEL,
    poolSize: values.YOUSHAO_DATABASE_POOL,
    maxInFlight: values.YOUSHAO_MAX_IN_FLIGHT,
    deviceRate: values.YOUSHAO_DEVICE_RATE,
  };
}

/** What devices send is people's data: it crosses a network only encrypted, by us or by a proxy. */
export function checkListening({ host, tls, behindProxy }: Config): void {
  const isLocal = host === 'localhost' || host === '::1' || host.startsWith('127.');
  if (!isLocal && tls === undefined && !behindProxy) throw new AppError('invalid-input', 'certificate-missing', { detail: { host } });
}

function readTls(certFile: string | undefined, keyFile: string | undefined): Config['tls'] {
  if (certFile === undefined && keyFile === undefined) return undefined;
  if (certFile === undefined || keyFile === undefined) throw new AppError('invalid-input', 'key-or-certificate-missing');
  try {
    return { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') };
  } catch (cause) {
    throw new AppError('unavailable', 'certificate-not-readable', { cause });
  }
}

function defaultDataFolder(): string {
  if (process.getuid?.() === 0) return '/var/lib/youshao-server';
  if (process.platform === 'win32') return join(process.env['PROGRAMDATA'] ?? homedir(), 'youshao-server');
  return join(process.env['XDG_DATA_HOME'] ?? join(homedir(), '.local/share'), 'youshao-server');
}
