// How a source is followed.

/// What a run over a source may do and what it passes over.
public struct FolderOptions: Sendable {
  /// What is passed over, besides what `.martletignore` files name.
  public var rules: IgnoreRules
  /// Reads every file instead of trusting those whose size and times are as they were.
  public var usesChecksums: Bool
  /// Leaves in the corpus what is in the folder no more.
  public var keepsRemoved: Bool
  /// Whether a folder in which nothing is left is believed. Otherwise its disk is taken to be missing, and nothing is removed.
  public var mayRemoveEverything: Bool

  public init(
    rules: IgnoreRules = IgnoreRules(), usesChecksums: Bool = false, keepsRemoved: Bool = false,
    mayRemoveEverything: Bool = false
  ) {
    self.rules = rules
    self.usesChecksums = usesChecksums
    self.keepsRemoved = keepsRemoved
    self.mayRemoveEverything = mayRemoveEverything
  }
}
