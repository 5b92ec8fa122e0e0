// CKernels: arithmetic kernels with run-time dispatch. Umbrella header; one header per concern.
#pragma once
#include "bitcodes.h"
#include "candidates.h"
#include "cpu.h"
#include "crc32c.h"
#include "distance.h"
#include "gemm.h"
#include "nibblecodes.h"
#include "rotation.h"
