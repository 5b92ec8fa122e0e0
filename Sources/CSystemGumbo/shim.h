// gumbo as Swift sees it.
#pragma once
#include <gumbo.h>
