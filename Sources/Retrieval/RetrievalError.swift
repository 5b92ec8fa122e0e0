// The one error type of this room.
//
// It follows the shape of the rooms below it: a code a program can switch on, a sentence a person can act on, and the
// error underneath. Whether the caller or the service is at fault is a property of the code, so that the HTTP edge and
// the command line decide alike. It is not where wording for an HTTP status lives.

/// An operation on the corpus failed.
public struct RetrievalError: Error, Sendable, CustomStringConvertible {
  /// What kind of failure it was.
  public struct Code: Hashable, Sendable, CustomStringConvertible {
    private enum Kind: String, Sendable {
      case notFound, notPermitted, invalidInput, unprocessableDocument, duplicate, tooLarge, embeddingUnavailable
      case modelMismatch, storageFull, storage, corrupt, closed
    }
    private let kind: Kind
    private init(_ kind: Kind) { self.kind = kind }

    /// The file, knowledge base or collection does not exist, or the caller may not know that it does.
    public static var notFound: Code { Code(.notFound) }
    /// The caller may see it and may not do this to it.
    public static var notPermitted: Code { Code(.notPermitted) }
    /// A parameter has a value that makes no sense; the message names it.
    public static var invalidInput: Code { Code(.invalidInput) }
    /// A document has no text that can be read; the message says why.
    public static var unprocessableDocument: Code { Code(.unprocessableDocument) }
    /// The file is in that knowledge base already.
    public static var duplicate: Code { Code(.duplicate) }
    /// A limit on size was exceeded; the message names it.
    public static var tooLarge: Code { Code(.tooLarge) }
    /// There is no embedding model, or it cannot be reached.
    public static var embeddingUnavailable: Code { Code(.embeddingUnavailable) }
    /// Vectors of different models were about to meet; the message names both.
    public static var modelMismatch: Code { Code(.modelMismatch) }
    /// The data folder's disk is full, or the folder cannot be written.
    public static var storageFull: Code { Code(.storageFull) }
    /// Reading or writing the data folder failed.
    public static var storage: Code { Code(.storage) }
    /// Stored data does not pass its checks.
    public static var corrupt: Code { Code(.corrupt) }
    /// The corpus has been closed.
    public static var closed: Code { Code(.closed) }

    public var description: String { kind.rawValue }

    /// Whether the caller can mend it by asking differently.
    public var isCallersFault: Bool {
      switch kind {
      case .notFound, .notPermitted, .invalidInput, .unprocessableDocument, .duplicate, .tooLarge, .modelMismatch: true
      case .embeddingUnavailable, .storageFull, .storage, .corrupt, .closed: false
      }
    }
  }

  public var code: Code
  public var message: String
  public var cause: (any Error)?

  public init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.cause = cause
  }

  public var description: String {
    cause.map { "\(code): \(message) (\($0))" } ?? "\(code): \(message)"
  }
}
