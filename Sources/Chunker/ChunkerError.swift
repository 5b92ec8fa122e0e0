// What can go wrong in this room: a configuration that cannot be met, and bytes that are no text. Splitting itself has no
// failure.

/// An error of the chunker.
public struct ChunkerError: Error, Sendable, CustomStringConvertible {
  /// What kind of error it is.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    private enum Value: String, Sendable { case invalidConfiguration, invalidText }
    private let value: Value

    /// The sizes of a `ChunkConfiguration` contradict each other.
    public static let invalidConfiguration = Code(value: .invalidConfiguration)
    /// Bytes that come as a stream are no UTF-8.
    public static let invalidText = Code(value: .invalidText)

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
