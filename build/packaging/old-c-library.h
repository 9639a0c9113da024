/*
 * Lets a library that is compiled against a new glibc load on an old one: names the versions of
 * functions that glibc has had since its port to the processor, in place of those that glibc 2.29,
 * 2.33 and 2.34 gave them when they moved between its libraries. What they do is the same.
 * Included before everything by the compiler (see portable-binding.ts).
 */
#ifndef YOUSHAO_OLD_C_LIBRARY_H
#define YOUSHAO_OLD_C_LIBRARY_H

#if defined(__x86_64__)
#define YOUSHAO_OLDEST "GLIBC_2.2.5"
#define YOUSHAO_STAT_VERSION 1
#elif defined(__aarch64__)
#define YOUSHAO_OLDEST "GLIBC_2.17"
#define YOUSHAO_STAT_VERSION 0
#else
#error "for x86-64 and arm64 only"
#endif

#define YOUSHAO_OLD(name) __asm__(".symver " #name ", " #name "@" YOUSHAO_OLDEST)
YOUSHAO_OLD(pthread_create);
YOUSHAO_OLD(pthread_join);
YOUSHAO_OLD(pthread_once);
YOUSHAO_OLD(pthread_mutex_trylock);
YOUSHAO_OLD(pthread_mutexattr_init);
YOUSHAO_OLD(pthread_mutexattr_settype);
YOUSHAO_OLD(pthread_mutexattr_destroy);
YOUSHAO_OLD(dlopen);
YOUSHAO_OLD(dlsym);
YOUSHAO_OLD(dlclose);
YOUSHAO_OLD(dlerror);
YOUSHAO_OLD(exp);
YOUSHAO_OLD(log);
YOUSHAO_OLD(log2);
YOUSHAO_OLD(pow);

/* stat and its kin were inline until 2.33, over functions that take a version of the structure. */
YOUSHAO_OLD(__xstat64);
YOUSHAO_OLD(__lxstat64);
YOUSHAO_OLD(__fxstat64);
#ifdef __cplusplus
extern "C" {
#endif
struct stat64;
extern int __xstat64(int, const char *, struct stat64 *);
extern int __lxstat64(int, const char *, struct stat64 *);
extern int __fxstat64(int, int, struct stat64 *);
/* The linker's --wrap sends the calls here. */
#define YOUSHAO_WRAPPER __attribute__((weak, visibility("hidden"), used))
YOUSHAO_WRAPPER int __wrap_stat64(const char *path, struct stat64 *to) { return __xstat64(YOUSHAO_STAT_VERSION, path, to); }
YOUSHAO_WRAPPER int __wrap_lstat64(const char *path, struct stat64 *to) { return __lxstat64(YOUSHAO_STAT_VERSION, path, to); }
YOUSHAO_WRAPPER int __wrap_fstat64(int file, struct stat64 *to) { return __fxstat64(YOUSHAO_STAT_VERSION, file, to); }
#ifdef __cplusplus
/* In libstdc++ since GCC 11: called for a new[] of an impossible size, where nothing can be saved. */
__attribute__((weak, visibility("hidden"), used, noreturn)) void _ZSt28__throw_bad_array_new_lengthv(void) { __builtin_abort(); }
}
#endif

#endif
