// CLinux: Linux calls that Swift's Glibc module does not show (they need _GNU_SOURCE, are variadic or are macros).
// One-line shims only; anything with logic belongs in Swift.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/types.h>

/// accept4(2) with SOCK_NONBLOCK | SOCK_CLOEXEC.
int martlet_accept4(int listener, struct sockaddr *_Nullable address, socklen_t *_Nullable length);

/// memmem(3).
const void *_Nullable martlet_memmem(const void *_Nonnull haystack, size_t haystackLength, const void *_Nonnull needle, size_t needleLength);

/// pipe2(2) with O_CLOEXEC.
int martlet_pipe_cloexec(int descriptors[_Nonnull 2]);

/// Names the calling thread for debuggers and top(1): pthread_setname_np(3). The system takes at most 15 bytes.
void martlet_name_thread(const char *_Nonnull name);

/// pidfd_open(2): a descriptor that becomes readable when the process `pid` has ended; close-on-exec.
int martlet_pidfd_open(pid_t pid);

/// posix_spawn_file_actions_addclosefrom_np(3).
int martlet_spawn_close_from(void *_Nonnull fileActions, int lowest);

/// prctl(2) with PR_SET_PDEATHSIG: the calling process is killed when the thread that started it ends.
int martlet_die_with_parent(void);

/// prctl(2) with PR_SET_NO_NEW_PRIVS: no program started from here on gains rights by set-user-id or capabilities.
int martlet_forbid_new_privileges(void);
