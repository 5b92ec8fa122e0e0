#define _GNU_SOURCE
#include "CLinux.h"

#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <signal.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

int martlet_accept4(int listener, struct sockaddr *address, socklen_t *length) {
  return accept4(listener, address, length, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

const void *martlet_memmem(const void *haystack, size_t haystackLength, const void *needle, size_t needleLength) {
  return memmem(haystack, haystackLength, needle, needleLength);
}

int martlet_pipe_cloexec(int descriptors[2]) { return pipe2(descriptors, O_CLOEXEC); }

void martlet_name_thread(const char *name) { pthread_setname_np(pthread_self(), name); }

int martlet_pidfd_open(pid_t pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }

int martlet_spawn_close_from(void *fileActions, int lowest) {
  return posix_spawn_file_actions_addclosefrom_np(fileActions, lowest);
}

int martlet_die_with_parent(void) { return prctl(PR_SET_PDEATHSIG, SIGKILL); }

int martlet_forbid_new_privileges(void) { return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); }
