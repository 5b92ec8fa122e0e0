// libcurl as Swift sees it: its calls, and one-line forms of the variadic ones.
#pragma once
#include <curl/curl.h>
