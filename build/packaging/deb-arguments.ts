/** What electron-builder says to its deb packer on the command line, in fpm's words. */
export type DebPackage = {
  readonly file: string;
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
  readonly maintainer: string;
  readonly url: string;
  readonly description: string;
  readonly priority: string;
  readonly section: string;
  readonly compression: string;
  readonly depends: readonly string[];
  readonly recommends: readonly string[];
  readonly afterInstall: string;
  readonly afterRemove: string;
  /** A source ending in `/` is a folder whose content goes to the target. */
  readonly sources: readonly { readonly from: string; readonly to: string }[];
};

const SHORT: Readonly<Record<string, string>> = { '-s': '--input-type', '-t': '--output-type', '-d': '--depends' };
const FLAGS = new Set(['--force', '--debug']);
/** Understood and not needed for a deb. */
const IGNORED = new Set(['--input-type', '--vendor', '--license', '--log', '--iteration']);
const KNOWN = new Set([
  '--output-type',
  '--depends',
  '--deb-recommends',
  '--deb-compression',
  '--deb-priority',
  '--architecture',
  '--after-install',
  '--after-remove',
  '--description',
  '--version',
  '--package',
  '--name',
  '--maintainer',
  '--url',
  '--category',
  ...IGNORED,
]);

/**
 * Reads the arguments. One that is not known is an error, so that nothing that a newer
 * electron-builder asks for is lost in silence.
 */
export function parseDebArguments(args: readonly string[]): DebPackage {
  const { options, sources } = splitArguments(args);
  const all = (name: string): readonly string[] => options.get(name) ?? [];
  const one = (name: string): string => {
    const value = all(name).at(-1);
    if (value === undefined) throw new Error(`deb packer: ${name} is missing`);
    return value;
  };
  if (one('--output-type') !== 'deb') throw new Error(`deb packer: cannot make ${one('--output-type')}`);
  return {
    file: one('--package'),
    name: one('--name'),
    version: one('--version'),
    architecture: one('--architecture'),
    maintainer: one('--maintainer'),
    url: one('--url'),
    description: one('--description'),
    priority: one('--deb-priority'),
    section: all('--category').at(-1) ?? 'misc',
    compression: one('--deb-compression'),
    depends: all('--depends'),
    recommends: all('--deb-recommends'),
    afterInstall: one('--after-install'),
    afterRemove: one('--after-remove'),
    sources,
  };
}

type Split = { readonly options: ReadonlyMap<string, readonly string[]>; readonly sources: DebPackage['sources'] };

function splitArguments(args: readonly string[]): Split {
  const options = new Map<string, string[]>();
  const sources: { from: string; to: string }[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const argument = args[at] ?? '';
    const name = SHORT[argument] ?? argument;
    if (FLAGS.has(name)) continue;
    if (!name.startsWith('-')) {
      sources.push(readSource(argument));
      continue;
    }
    const value = args[at + 1];
    if (!KNOWN.has(name) || value === undefined) throw new Error(`deb packer: ${argument} is not understood`);
    options.set(name, [...(options.get(name) ?? []), value]);
    at += 1;
  }
  return { options, sources };
}

function readSource(argument: string): { from: string; to: string } {
  const at = argument.lastIndexOf('=');
  if (at < 0) throw new Error(`deb packer: ${argument} is not understood`);
  return { from: argument.slice(0, at), to: argument.slice(at + 1) };
}
