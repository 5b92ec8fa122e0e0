// What can go wrong in this room, as one type: a code to branch on, a message for a person, the cause beneath.
//
// The code says whose fault it is, so that a server can choose between "your request" and "our trouble" without
// knowing the cases. Codes are a struct over a private enum: new ones can be added without breaking a caller's switch.

/// The one error type `VectorStore` throws.
public struct VectorStoreError: Error, Sendable, CustomStringConvertible {
  /// What kind of trouble it is.
  public var code: Code
  /// What happened, with the names and figures a person needs; one sentence, no trailing full stop.
  public var message: String
  /// The error beneath, when there is one (a system call's, usually).
  public var cause: (any Error)?

  public init(code: Code, message: String, cause: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.cause = cause
  }

  public var description: String {
    if let cause { return "\(code): \(message) (\(cause))" }
    return "\(code): \(message)"
  }

  /// The kinds of trouble.
  public struct Code: Hashable, Sendable, CustomStringConvertible {
    private enum Value: String {
      case invalidArgument, dimensionMismatch, configurationMismatch, commitOutOfOrder
      case locked, closed, capacityExceeded, diskFull, ioFailed, corrupted, unsupportedVersion, aheadOfMetadata
    }
    private let value: Value
    private init(_ value: Value) { self.value = value }

    /// An argument that cannot be served: k of 0, a vector with NaN, a zero vector under cosine, a bad configuration.
    public static let invalidArgument = Code(.invalidArgument)
    /// A vector or query whose length is not the collection's dimension; the message names both.
    public static let dimensionMismatch = Code(.dimensionMismatch)
    /// The collection on disk was made with another model, metric or dimension; the message names both.
    public static let configurationMismatch = Code(.configurationMismatch)
    /// A commit number that is not above the last one.
    public static let commitOutOfOrder = Code(.commitOutOfOrder)
    /// Another process, or another open collection of this one, holds the directory.
    public static let locked = Code(.locked)
    /// The collection was closed.
    public static let closed = Code(.closed)
    /// The collection has reached the address range it reserved at open, or memory was refused.
    public static let capacityExceeded = Code(.capacityExceeded)
    /// The disk, or the quota on it, is full. Nothing was changed; searches go on.
    public static let diskFull = Code(.diskFull)
    /// A system call on a file failed.
    public static let ioFailed = Code(.ioFailed)
    /// A file is damaged; the message names collection, file and offset.
    public static let corrupted = Code(.corrupted)
    /// A file was written by a newer version than this one reads.
    public static let unsupportedVersion = Code(.unsupportedVersion)
    /// The store holds a commit that the metadata database does not know and that cannot be taken back.
    public static let aheadOfMetadata = Code(.aheadOfMetadata)

    /// Whether the caller asked for something that cannot be served, rather than the store being in trouble.
    public var isCallersFault: Bool {
      switch value {
      case .invalidArgument, .dimensionMismatch, .configurationMismatch, .commitOutOfOrder: true
      default: false
      }
    }

    public var description: String { value.rawValue }
  }
}
