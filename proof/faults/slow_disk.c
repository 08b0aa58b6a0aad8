/* A disk that is slow: while the file that HUIYIN_SLOW_DISK names is there, each write to a place waits a little, and each
   sync longer. Loaded into a process before everything else (LD_PRELOAD). */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

static void wait_for_disk(long milliseconds) {
    const char *slow = getenv("HUIYIN_SLOW_DISK");
    if (slow && access(slow, F_OK) == 0) {
        struct timespec length = {milliseconds / 1000, milliseconds % 1000 * 1000000};
        nanosleep(&length, NULL);
    }
}

int fsync(int file) {
    wait_for_disk(120);
    return ((int (*)(int))dlsym(RTLD_NEXT, "fsync"))(file);
}

int fdatasync(int file) {
    wait_for_disk(120);
    return ((int (*)(int))dlsym(RTLD_NEXT, "fdatasync"))(file);
}

ssize_t pwrite64(int file, const void *bytes, size_t length, off64_t place) {
    wait_for_disk(2);
    return ((ssize_t (*)(int, const void *, size_t, off64_t))dlsym(RTLD_NEXT, "pwrite64"))(file, bytes, length, place);
}

ssize_t pwrite(int file, const void *bytes, size_t length, off_t place) {
    wait_for_disk(2);
    return ((ssize_t (*)(int, const void *, size_t, off_t))dlsym(RTLD_NEXT, "pwrite"))(file, bytes, length, place);
}
