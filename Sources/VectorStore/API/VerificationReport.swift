// What `verify` found.

/// What a walk over a whole collection found.
public struct VerificationReport: Sendable, Equatable {
  /// Vectors that are live.
  public var count: Int
  /// Live vectors that a traversal from the entry point reaches at level 0.
  public var reachableCount: Int
  /// Log records read and checked.
  public var logRecordCount: Int
  /// Damage, one sentence each, naming file and place. Empty when the collection is sound.
  public var problems: [String]

  public var isClean: Bool { problems.isEmpty }
}
