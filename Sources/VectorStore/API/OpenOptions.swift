// How one process wants to use a collection. Nothing here is written to its files.

/// Choices of the process that opens a collection.
public struct OpenOptions: Sendable {
  /// When a commit's log record reaches the disk.
  public enum Durability: Sendable, Equatable {
    /// `prepare` returns after `fdatasync`: an acknowledged commit survives a power cut.
    case immediate
    /// `prepare` returns after `write`: a commit survives the death of the process at once, and a power cut only after
    /// the log was synced, which happens when `unsyncedBytes` have gathered, at `synchronize()`, checkpoint and close.
    /// A power cut may lose the newest commits, never the order: what is left is a prefix of the commits.
    case relaxed(unsyncedBytes: Int)
  }

  /// Where the rows of an opened collection live.
  public enum Residency: Sendable {
    /// Mapped from the file: opens at once, pages come in when they are touched, the kernel may take them back.
    case mapped
    /// Copied into huge pages at open: opening costs a read of the file, searches cost fewer page walks.
    case resident
  }

  public var durability: Durability = .immediate
  public var residency: Residency = .mapped
  /// Threads one write may use for a large batch.
  public var buildThreads: Int = 2
  /// efSearch when a search names none.
  public var defaultEfSearch: Int = 100
  /// A checkpoint starts in the background once the log is larger than this and than `checkpointLogRatio` of the index
  /// file. A longer log makes fewer checkpoints and a slower open after a crash (some 2,000 vectors a second are
  /// replayed). `nil` leaves checkpoints to the caller.
  public var checkpointLogBytes: Int? = 8 << 20
  /// See `checkpointLogBytes`.
  public var checkpointLogRatio: Double = 0.25
  /// Deleted vectors are taken out of the graph in the background once they are more than this share of the slots.
  public var sweepRatio: Double = 0.1
  /// Address space kept for the rows, in bytes. It bounds how large the collection can grow while it is open and
  /// costs no memory.
  public var reservedBytes: Int = 256 << 30

  /// Where files are; another one only in tests.
  package var fileSystem: any FileSystem = PosixFileSystem()

  public init() {}
}
