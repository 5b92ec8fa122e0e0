// libxcrypt as Swift sees it: bcrypt through crypt_r.
#pragma once
#include <crypt.h>
