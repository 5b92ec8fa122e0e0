// libcurl as Swift sees it: its calls, and one-line forms of the variadic ones and of macros Swift does not import.
#pragma once
// First Swift's own view of the system's headers, so that the declarations curl.h includes (SOCK_STREAM, …) stay Glibc's:
// a file that does not import this module could otherwise not see them.
#pragma clang module import SwiftGlibc
#include <curl/curl.h>

static inline CURLcode martlet_curl_set_long(CURL *easy, CURLoption option, long value) { return curl_easy_setopt(easy, option, value); }
static inline CURLcode martlet_curl_set_offset(CURL *easy, CURLoption option, curl_off_t value) { return curl_easy_setopt(easy, option, value); }
static inline CURLcode martlet_curl_set_pointer(CURL *easy, CURLoption option, const void *value) { return curl_easy_setopt(easy, option, value); }

static inline CURLcode martlet_curl_on_read(CURL *easy, curl_read_callback body) { return curl_easy_setopt(easy, CURLOPT_READFUNCTION, body); }
static inline CURLcode martlet_curl_on_write(CURL *easy, curl_write_callback body) { return curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, body); }
static inline CURLcode martlet_curl_on_header(CURL *easy, curl_write_callback body) { return curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, body); }
static inline CURLcode martlet_curl_on_seek(CURL *easy, curl_seek_callback body) { return curl_easy_setopt(easy, CURLOPT_SEEKFUNCTION, body); }
static inline CURLcode martlet_curl_on_open_socket(CURL *easy, curl_opensocket_callback body) { return curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, body); }

static inline CURLcode martlet_curl_get_long(CURL *easy, CURLINFO info, long *value) { return curl_easy_getinfo(easy, info, value); }
static inline CURLcode martlet_curl_get_string(CURL *easy, CURLINFO info, char **value) { return curl_easy_getinfo(easy, info, value); }
static inline CURLcode martlet_curl_get_pointer(CURL *easy, CURLINFO info, void **value) { return curl_easy_getinfo(easy, info, value); }

static inline CURLSHcode martlet_curl_share_own(CURLSH *share, curl_lock_data data) { return curl_share_setopt(share, CURLSHOPT_SHARE, data); }
static inline CURLMcode martlet_curl_multi_set_long(CURLM *multi, CURLMoption option, long value) { return curl_multi_setopt(multi, option, value); }
static inline CURLcode martlet_curl_message_result(const CURLMsg *message) { return message->data.result; }

static const size_t martlet_curl_pause_writing = CURL_WRITEFUNC_PAUSE;
static const size_t martlet_curl_pause_reading = CURL_READFUNC_PAUSE;
static const size_t martlet_curl_abort_reading = CURL_READFUNC_ABORT;
static const curl_socket_t martlet_curl_no_socket = CURL_SOCKET_BAD;
