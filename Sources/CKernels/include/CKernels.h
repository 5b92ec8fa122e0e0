// CKernels: arithmetic kernels with run-time dispatch. Umbrella header; one header per concern.
#pragma once
#include "cpu.h"
#include "gemm.h"
