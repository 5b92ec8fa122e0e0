// cmark-gfm as Swift sees it.
#pragma once
#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>
