// CKernels: arithmetic kernels with run-time dispatch. Umbrella header; one header per concern.
#pragma once
#include "cpu.h"
#include "crc32c.h"
#include "distance.h"
#include "gemm.h"
