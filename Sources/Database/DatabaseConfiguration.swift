// What may be tuned about a database. The defaults are what the server runs with: acknowledged means durable.

/// The settings of a database.
public struct DatabaseConfiguration: Sendable {
  /// How many transactions may read at the same time; the next ones wait their turn.
  public var readers = 4
  /// How long to wait for a lock another process holds, in milliseconds.
  public var busyTimeoutMilliseconds: Int32 = 5000
  /// Prepared statements kept per connection; the least recently used goes first.
  public var statementCacheSize = 128
  /// Page cache per connection, in KiB.
  public var cacheKibibytes = 4096
  /// How much of the file readers may map into memory, in bytes. 0 reads through `pread` alone.
  public var memoryMapByteCount = 64 << 20
  /// The size to which the write-ahead log is cut back after a checkpoint, in bytes.
  public var journalSizeLimitByteCount = 32 << 20
  /// The size the database file may not grow beyond, in bytes; a write that would is a `diskFull` error. Nil: no limit.
  public var maximumByteCount: Int?

  public init() {}
}
