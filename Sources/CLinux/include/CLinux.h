#pragma once
/* What Swift's Glibc module leaves out. _GNU_SOURCE stays in the .c file: here it would change fd_set. */
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* eventfd(2), close-on-exec and non-blocking; -1 and errno on failure. */
int clinux_eventfd(void);

/* ppoll(2) on `count` descriptors; `timeout_ns` < 0 waits for ever. -1 and errno on failure. */
struct pollfd;
int clinux_ppoll(struct pollfd *descriptors, unsigned long count, int64_t timeout_ns);

/* The same for two descriptors (a negative one is left out): what happened to each, 0 for nothing. */
typedef struct {
    short first;
    short second;
} clinux_events;
clinux_events clinux_ppoll_two(int first, int second, short second_events, int64_t timeout_ns);

/* Names the calling thread as `ps -T` and the debugger show it (at most 15 bytes). */
void clinux_name_thread(const char *name);

/* Timed waits of the calling thread end within a microsecond, and not up to 50 µs late (PR_SET_TIMERSLACK). */
void clinux_wake_precisely(void);

/* inotify_init1(2) and inotify_add_watch(2) for names that appear in or leave a directory, and for its own end. */
int clinux_inotify(void);
int clinux_inotify_watch_directory(int descriptor, const char *directory);
int clinux_inotify_unwatch(int descriptor, int watch);

/* SO_PEERCRED of a connected Unix socket; 0 on success. */
int clinux_peer_credentials(int descriptor, int32_t *pid, uint32_t *uid, uint32_t *gid);

/* SO_PEERGROUPS: the supplementary groups of the peer when it connected. Their count, at most `capacity`; -1 and errno
 * on failure (ERANGE: there are more). */
int clinux_peer_groups(int descriptor, uint32_t *groups, int capacity);

/* Whether somebody keeps the kernel's clock (adjtimex(2), STA_UNSYNC): 1 yes, 0 no; -1 and errno on failure. */
int clinux_clock_synchronised(void);

/* accept4(2), close-on-exec and non-blocking. */
int clinux_accept(int descriptor);

/* ioctl(2) requests that Swift cannot import because ioctl is variadic; each returns ioctl's value. */
int clinux_tty_exclusive(int descriptor);
int clinux_tty_output_queued(int descriptor, int *bytes);

/* flock(2) LOCK_EX | LOCK_NB: held until the descriptor is closed, whoever opens the file. */
int clinux_try_lock(int descriptor);

/* 1 when the descriptor is the slave side of a Unix98 pseudo-terminal. */
int clinux_is_pty(int descriptor);

/* posix_openpt(3), grantpt, unlockpt, ptsname_r: the master's descriptor (close-on-exec, non-blocking) and the slave's
 * path; -1 and errno on failure. */
int clinux_pty_open(char *slave, size_t capacity);

/* Leaves all signals but faults to the other threads. For threads that do a system call at a time. */
void clinux_block_signals(void);

/* FIONREAD: bytes that a terminal or socket holds for its reader; 0 on success. */
int clinux_input_queued(int descriptor, int *bytes);

/* A non-blocking, close-on-exec socket whose connect has begun; the host is a numeric address (EINVAL otherwise).
 * -1 and errno on failure. */
int clinux_tcp_connect(const char *host, uint16_t port);
int clinux_unix_connect(const char *path);

/* pipe2(2), close-on-exec. */
int clinux_pipe(int *ends);

/* posix_spawn(3) of a program with these arguments (the first is its name; NULL ends them), its standard input from
 * `input`, its outputs to /dev/null, a small environment, a process group of its own and no signal blocked or ignored.
 * Its pid, or a negative errno. */
pid_t clinux_run_program(const char *path, char *const *arguments, int input);

/* What became of the connect, once the descriptor is writable: 0 or an errno. */
int clinux_connect_error(int descriptor);

/* Small writes at once; a peer that is silent for idle_s is asked every interval_s, and given up after `count` questions
 * or when something sent is unanswered for `unanswered_ms`. 0 on success. */
int clinux_tcp_watch(int descriptor, int idle_s, int interval_s, int count, unsigned int unanswered_ms);
