// Figures about a collection, for people and dashboards.

/// Figures about an open collection. Taken without stopping writers, so they may be a commit apart.
public struct CollectionStatistics: Sendable, Codable, Equatable {
  /// Vectors a search can find.
  public var count: Int
  /// Slots the index has, live or not.
  public var slotCount: Int
  /// Deleted vectors that are still vertices of the graph.
  public var tombstoneCount: Int
  /// Slots that wait for a new vector.
  public var freeSlotCount: Int
  /// Bytes of rows and slot records that hold vectors a search can find.
  public var liveByteCount: Int
  /// Bytes of rows and slot records that hold deleted vectors or nothing; deleted ones become free with `compact()`,
  /// free ones are used by the next vectors.
  public var deadByteCount: Int
  /// The top level of the graph; 0 when it has one level.
  public var maximumLevel: Int
  /// Bytes of the log since the last checkpoint.
  public var logByteCount: Int
  /// Bytes of the index file of the last checkpoint; 0 before the first.
  public var indexByteCount: Int
  /// The newest published commit.
  public var lastCommit: UInt64
  /// The commit the last checkpoint holds.
  public var checkpointCommit: UInt64
  /// What the last background checkpoint or sweep failed with, if it did.
  public var lastMaintenanceError: String?
}
