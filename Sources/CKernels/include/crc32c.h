// CRC-32C (Castagnoli, polynomial 0x1EDC6F41, as iSCSI and ext4 use it): the checksum of the vector store's files.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// Continues the checksum `crc` (0 to begin) over `count` bytes. By the processor's instruction where it has one.
uint32_t martlet_crc32c(uint32_t crc, const void *bytes, size_t count);

/// The same by table, eight bytes a step: the fallback, and the reference in tests.
uint32_t martlet_crc32c_table(uint32_t crc, const void *bytes, size_t count);
