#define _GNU_SOURCE
#include "CLinux.h"

#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

int martlet_accept4(int listener, struct sockaddr *address, socklen_t *length) {
  return accept4(listener, address, length, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

const void *martlet_memmem(const void *haystack, size_t haystackLength, const void *needle, size_t needleLength) {
  return memmem(haystack, haystackLength, needle, needleLength);
}

int martlet_pipe_cloexec(int descriptors[2]) { return pipe2(descriptors, O_CLOEXEC); }

void martlet_name_thread(const char *name) { pthread_setname_np(pthread_self(), name); }
