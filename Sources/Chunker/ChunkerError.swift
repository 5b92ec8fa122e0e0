// What can go wrong in this room: only a configuration that cannot be met. Splitting itself has no failure.

/// An error of the chunker.
public struct ChunkerError: Error, Sendable, CustomStringConvertible {
  /// What kind of error it is.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    private enum Value: String, Sendable { case invalidConfiguration }
    private let value: Value

    /// The sizes of a `ChunkConfiguration` contradict each other.
    public static let invalidConfiguration = Code(value: .invalidConfiguration)

    /// Whether whoever asked can put it right. Always so here: a configuration comes from a caller.
    public var isCallersFault: Bool { true }

    public var description: String { value.rawValue }
  }

  public let code: Code
  /// A sentence that says what is wrong and what would be right.
  public let message: String
  public let cause: (any Error)?

  package init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.cause = cause
  }

  public var description: String { message }
}
