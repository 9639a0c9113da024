import { readFileSync } from 'node:fs';

/** Ids under which the embedded database runs; undefined: those of this process. */
export type ServerUser = { readonly uid: number; readonly gid: number; readonly name: string } | undefined;

const CANDIDATES = ['youshao', 'postgres', 'nobody'] as const;

/**
 * PostgreSQL refuses to run as root. A server that is started by root therefore runs it as the user that
 * was named, or else as `youshao`, `postgres` or `nobody`, whichever the system has first.
 */
export function chooseServerUser(wanted: string | undefined): ServerUser {
  if (process.getuid?.() !== 0) return undefined;
  const users = readUsers();
  const user = (wanted === undefined ? CANDIDATES : [wanted]).map((name) => users.get(name)).find((found) => found !== undefined);
  if (user === undefined) throw new Error('the system has no unprivileged user for the database');
  return user;
}

function readUsers(): Map<string, NonNullable<ServerUser>> {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  return new Map(
    lines.map((line) => {
      const [name = '', , uid, gid] = line.split(':');
      return [name, { name, uid: Number(uid), gid: Number(gid) }];
    }),
  );
}
