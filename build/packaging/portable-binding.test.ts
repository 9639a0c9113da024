import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { inCheckout } from '../runtime/checkout.ts';
import { requiredGlibc } from './binding-file.ts';
import { OLDEST_GLIBC } from './portable-binding.ts';

const canCompile = spawnSync('g++', ['--version']).error === undefined;

/**
 * What the header does, shown on a small library that calls everything that newer C libraries have
 * moved; compiling the whole binding takes minutes and happens when a deb is made.
 */
describe.skipIf(!canCompile)('a library for older systems', { timeout: 120_000 }, () => {
  const SOURCE = `
    #include <dlfcn.h>
    #include <math.h>
    #include <pthread.h>
    #include <sys/stat.h>
    extern "C" double touched(const char *path, int file, double x) {
      struct stat64 s;
      pthread_t thread;
      pthread_mutexattr_t attr;
      pthread_mutexattr_init(&attr);
      pthread_mutexattr_settype(&attr, PTHREAD_MUTEX_RECURSIVE);
      pthread_mutexattr_destroy(&attr);
      if (pthread_create(&thread, 0, 0, 0) == 0) pthread_join(thread, 0);
      if (void *opened = dlopen(path, RTLD_NOW)) { dlsym(opened, "x"); dlclose(opened); } else dlerror();
      return pow(x, log(x)) + exp(x) + log2(x) + stat64(path, &s) + lstat64(path, &s) + fstat64(file, &s);
    }`;

  function compile(flags: readonly string[]): string | null {
    const work = fs.mkdtempSync(path.join(os.tmpdir(), 'youshao-old-'));
    const [source, library] = [path.join(work, 'touched.cpp'), path.join(work, 'touched.so')];
    fs.writeFileSync(source, SOURCE);
    const args = ['-shared', '-fPIC', '-O2', '-D_GNU_SOURCE', '-D_LARGEFILE64_SOURCE', ...flags, source, '-o', library];
    const run = spawnSync('g++', args, { encoding: 'utf8' });
    expect(run.stderr).toBe('');
    const needed = requiredGlibc(library);
    fs.rmSync(work, { recursive: true, force: true });
    return needed;
  }

  it('asks for no newer C library than the oldest of the systems', () => {
    const header = inCheckout('build', 'packaging', 'old-c-library.h');
    const wrap = '-Wl,--wrap=stat64,--wrap=lstat64,--wrap=fstat64';
    const needed = Number(compile(['-include', header, wrap])?.split('.')[1]);
    expect(needed).toBeLessThanOrEqual(Number(OLDEST_GLIBC.split('.')[1]));
  });

  it('would ask for a newer one without the header, where the compiler has one', () => {
    expect(Number(compile([])?.split('.')[1])).toBeGreaterThan(Number(OLDEST_GLIBC.split('.')[1]));
  });
});
