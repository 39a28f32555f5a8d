/* A storage that can be watched, fail, and kill: preloaded into the indexer (LD_PRELOAD).
 *
 * Every call that changes something under TORTURE_FOLDER is counted in the shared file
 * TORTURE_CONTROL, written to TORTURE_LOG if that is set, and may be made to fail. Nothing else of
 * the process is touched. Built and read by tests/torture/storage.py.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { CREATE = 1, WRITE, TRUNCATE, FSYNC, FSYNC_FOLDER, RENAME, UNLINK, MKDIR, RMDIR, OTHER };
enum { NEVER, ONCE, FROM_THEN_ON, KILL };

/* The first five are written by Python; the rest is ours. */
struct control {
    int64_t count;
    int64_t at;
    int32_t how;
    int32_t error;
    int32_t kinds;
    int32_t ready;
    int32_t met;
    int32_t padding;
    pthread_mutex_t mutex;
};

struct record {
    uint32_t kind, first, second, padding;
    uint64_t inode, offset, size;
};

static struct control *control;
static char folder[PATH_MAX];
static size_t folder_length;
static int log_fd = -1;

__attribute__((constructor)) static void begin(void) {
    const char *place = getenv("TORTURE_FOLDER"), *shared = getenv("TORTURE_CONTROL");
    if (!place || !shared) return;
    folder_length = strlen(place);
    if (folder_length >= sizeof folder) return;
    memcpy(folder, place, folder_length + 1);
    int fd = (int)syscall(SYS_openat, AT_FDCWD, shared, O_RDWR | O_CLOEXEC, 0);
    if (fd < 0) return;
    void *map = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (map == MAP_FAILED) return;
    struct control *found = map;
    if (__sync_bool_compare_and_swap(&found->ready, 0, 1)) {
        pthread_mutexattr_t attributes;
        pthread_mutexattr_init(&attributes);
        pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
        pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
        pthread_mutex_init(&found->mutex, &attributes);
        __sync_synchronize();
        found->ready = 2;
    }
    while (__atomic_load_n(&found->ready, __ATOMIC_ACQUIRE) != 2) usleep(1000);
    syscall(SYS_close, fd);
    const char *log = getenv("TORTURE_LOG");
    if (log) {
        fd = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
        /* Out of the way of programs that close or count low numbers. */
        log_fd = fcntl(fd, F_DUPFD_CLOEXEC, 900);
        syscall(SYS_close, fd);
    }
    control = found;
}

static int inside(const char *path) {
    return !strncmp(path, folder, folder_length)
        && (path[folder_length] == '/' || path[folder_length] == 0);
}

/* The whole path of `name` at `at`, not followed; 0 if it is not under the folder. */
static int whole(int at, const char *name, char *path) {
    if (!control || !name) return 0;
    if (name[0] == '/') {
        if (strlen(name) >= PATH_MAX) return 0;
        strcpy(path, name);
        return inside(path);
    }
    char link[64];
    if (at == AT_FDCWD) strcpy(link, "/proc/self/cwd");
    else snprintf(link, sizeof link, "/proc/self/fd/%d", at);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length < 0 || (size_t)length + strlen(name) + 2 > PATH_MAX) return 0;
    path[length] = '/';
    strcpy(path + length + 1, name);
    return inside(path);
}

/* Where an open file lies; 0 if it is not a file or folder under the folder. */
static int open_at(int fd, struct stat *status, char *path) {
    if (!control || fstat(fd, status)) return 0;
    if (!S_ISREG(status->st_mode) && !S_ISDIR(status->st_mode)) return 0;
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return inside(path);
}

static void enter(void) {
    if (pthread_mutex_lock(&control->mutex) == EOWNERDEAD)
        pthread_mutex_consistent(&control->mutex);
}

/* Whether this call is one that is to fail; entered, and left by `leave`. */
static int refused(int kind) {
    enter();
    if (!(control->kinds & (1 << kind))) return 0;
    int64_t count = ++control->count;
    int how = control->how;
    if (how == NEVER || count < control->at || (how != FROM_THEN_ON && count != control->at))
        return 0;
    control->met++;
    if (how == KILL) {
        kill(0, SIGKILL);
        pause();
    }
    return 1;
}

static void leave(void) { pthread_mutex_unlock(&control->mutex); }

static int refuse(void) {
    int error = control->error;
    leave();
    errno = error;
    return -1;
}

static void note(int kind, uint64_t inode, uint64_t offset, const char *first, const char *second,
                 const void *data, size_t size) {
    if (log_fd < 0) return;
    int kept = errno;
    struct record head = {(uint32_t)kind, first ? (uint32_t)strlen(first) : 0,
                          second ? (uint32_t)strlen(second) : 0, 0, inode, offset, size};
    struct iovec parts[4] = {{&head, sizeof head}, {(void *)first, head.first},
                             {(void *)second, head.second}, {(void *)data, data ? size : 0}};
    syscall(SYS_writev, log_fd, parts, 4);
    errno = kept;
}

static int opened(int at, const char *name, int flags, mode_t mode) {
    char path[PATH_MAX];
    struct stat status;
    int changes = flags & (O_CREAT | O_TRUNC);
    if (!changes || !whole(at, name, path))
        return (int)syscall(SYS_openat, at, name, flags | O_LARGEFILE, mode);
    int new = stat(path, &status) != 0;
    int kind = new ? CREATE : TRUNCATE;
    int changing = new ? !!(flags & O_CREAT) : !!(flags & O_TRUNC);
    if (!changing) return (int)syscall(SYS_openat, at, name, flags | O_LARGEFILE, mode);
    if (refused(kind)) return refuse();
    int fd = (int)syscall(SYS_openat, at, name, flags | O_LARGEFILE, mode);
    if (fd >= 0 && !fstat(fd, &status) && S_ISREG(status.st_mode))
        note(kind, status.st_ino, 0, path, NULL, NULL, 0);
    leave();
    return fd;
}

#define OPEN(name, at, ...)                                                                        \
    int name(__VA_ARGS__, int flags, ...) {                                                        \
        mode_t mode = 0;                                                                           \
        if (flags & (O_CREAT | __O_TMPFILE)) {                                                     \
            va_list rest;                                                                          \
            va_start(rest, flags);                                                                 \
            mode = va_arg(rest, mode_t);                                                           \
            va_end(rest);                                                                          \
        }                                                                                          \
        return opened(at, path, flags, mode);                                                      \
    }
OPEN(open, AT_FDCWD, const char *path)
OPEN(open64, AT_FDCWD, const char *path)
OPEN(openat, at, int at, const char *path)
OPEN(openat64, at, int at, const char *path)

static ssize_t wrote(int fd, const void *data, size_t size, off_t offset, int placed) {
    char path[PATH_MAX];
    struct stat status;
    if (!open_at(fd, &status, path))
        return placed ? syscall(SYS_pwrite64, fd, data, size, offset) : syscall(SYS_write, fd, data, size);
    if (refused(WRITE)) return refuse();
    ssize_t done = placed ? syscall(SYS_pwrite64, fd, data, size, offset) : syscall(SYS_write, fd, data, size);
    if (done > 0) {
        off_t start = placed ? offset : lseek(fd, 0, SEEK_CUR) - done;
        note(WRITE, status.st_ino, (uint64_t)start, NULL, NULL, data, (size_t)done);
    }
    leave();
    return done;
}

ssize_t write(int fd, const void *data, size_t size) { return wrote(fd, data, size, 0, 0); }
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) { return wrote(fd, data, size, at, 1); }
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) { return wrote(fd, data, size, at, 1); }

static int truncated(int fd, off_t size) {
    char path[PATH_MAX];
    struct stat status;
    if (!open_at(fd, &status, path)) return (int)syscall(SYS_ftruncate, fd, size);
    if (refused(TRUNCATE)) return refuse();
    int done = (int)syscall(SYS_ftruncate, fd, size);
    if (!done) note(TRUNCATE, status.st_ino, (uint64_t)size, NULL, NULL, NULL, 0);
    leave();
    return done;
}

int ftruncate(int fd, off_t size) { return truncated(fd, size); }
int ftruncate64(int fd, off64_t size) { return truncated(fd, size); }

static int synced(int fd, long number) {
    char path[PATH_MAX];
    struct stat status;
    if (!open_at(fd, &status, path)) return (int)syscall(number, fd);
    int kind = S_ISDIR(status.st_mode) ? FSYNC_FOLDER : FSYNC;
    if (refused(kind)) return refuse();
    /* The simulated storage decides what lasts: the true one need not be waited for. */
    note(kind, status.st_ino, 0, path, NULL, NULL, 0);
    leave();
    return 0;
}

int fsync(int fd) { return synced(fd, SYS_fsync); }
int fdatasync(int fd) { return synced(fd, SYS_fdatasync); }

static int renamed(int at, const char *old, int to, const char *new, unsigned flags) {
    char first[PATH_MAX], second[PATH_MAX];
    if (!whole(at, old, first) || !whole(to, new, second))
        return (int)syscall(SYS_renameat2, at, old, to, new, flags);
    if (refused(RENAME)) return refuse();
    int done = (int)syscall(SYS_renameat2, at, old, to, new, flags);
    if (!done) note(RENAME, 0, 0, first, second, NULL, 0);
    leave();
    return done;
}

int rename(const char *old, const char *new) { return renamed(AT_FDCWD, old, AT_FDCWD, new, 0); }
int renameat(int at, const char *old, int to, const char *new) { return renamed(at, old, to, new, 0); }
int renameat2(int at, const char *old, int to, const char *new, unsigned flags) {
    return renamed(at, old, to, new, flags);
}

static int removed(int at, const char *name, int flags) {
    char path[PATH_MAX];
    int kind = flags & AT_REMOVEDIR ? RMDIR : UNLINK;
    if (!whole(at, name, path)) return (int)syscall(SYS_unlinkat, at, name, flags);
    if (refused(kind)) return refuse();
    int done = (int)syscall(SYS_unlinkat, at, name, flags);
    if (!done) note(kind, 0, 0, path, NULL, NULL, 0);
    leave();
    return done;
}

int unlink(const char *name) { return removed(AT_FDCWD, name, 0); }
int rmdir(const char *name) { return removed(AT_FDCWD, name, AT_REMOVEDIR); }
int unlinkat(int at, const char *name, int flags) { return removed(at, name, flags); }

static int made(int at, const char *name, mode_t mode) {
    char path[PATH_MAX];
    if (!whole(at, name, path)) return (int)syscall(SYS_mkdirat, at, name, mode);
    if (refused(MKDIR)) return refuse();
    int done = (int)syscall(SYS_mkdirat, at, name, mode);
    if (!done) note(MKDIR, 0, 0, path, NULL, NULL, 0);
    leave();
    return done;
}

int mkdir(const char *name, mode_t mode) { return made(AT_FDCWD, name, mode); }
int mkdirat(int at, const char *name, mode_t mode) { return made(at, name, mode); }

/* Not followed in the log: a replay that differs from the true folder shows that one was used. */
#define OTHER_CALL(type, name, number, parameters, ...)                                            \
    type name parameters {                                                                         \
        char path[PATH_MAX];                                                                       \
        struct stat status;                                                                        \
        if (!open_at(fd, &status, path)) return (type)syscall(number, __VA_ARGS__);                \
        if (refused(WRITE)) return refuse();                                                       \
        type done = (type)syscall(number, __VA_ARGS__);                                            \
        note(OTHER, status.st_ino, 0, path, #name, NULL, 0);                                       \
        leave();                                                                                   \
        return done;                                                                               \
    }
OTHER_CALL(ssize_t, writev, SYS_writev, (int fd, const struct iovec *v, int n), fd, v, n)
OTHER_CALL(int, fallocate, SYS_fallocate, (int fd, int how, off_t at, off_t size), fd, how, at, size)
OTHER_CALL(int, fallocate64, SYS_fallocate, (int fd, int how, off64_t at, off64_t size), fd, how, at, size)
