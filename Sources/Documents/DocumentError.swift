// Everything that can be wrong with a document, or with reading it. The message is meant for the person who gave the
// document: what is wrong, why, and what to do. The code is meant for programs.
//
// The same values travel from the worker process to the server, which is why a code has a spelling (`description`).

/// Why a document gave no text.
public struct DocumentError: Error, Sendable, CustomStringConvertible {
  /// What kind of error it is.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    package enum Value: String, Sendable, CaseIterable {
      case unsupportedType, wrongType, emptyDocument, noText, encrypted, damaged, undecodable, tooLarge, tooComplex
      case memoryLimit, timedOut, workerCrashed, workerUnavailable, unreadable, cancelled
      case engineUnavailable, engineRefused, engineFailed
    }
    private let value: Value

    package init(_ value: Value) { self.value = value }

    package init?(description: String) {
      guard let value = Value(rawValue: description) else { return nil }
      self.value = value
    }

    /// No reader for this kind of content.
    public static let unsupportedType = Code(.unsupportedType)
    /// The name's extension claims a kind that the content is not.
    public static let wrongType = Code(.wrongType)
    /// Nothing in it, or only white space.
    public static let emptyDocument = Code(.emptyDocument)
    /// Pages without a text layer (scanned).
    public static let noText = Code(.noText)
    /// A password is needed.
    public static let encrypted = Code(.encrypted)
    /// Truncated or malformed beyond reading.
    public static let damaged = Code(.damaged)
    /// Text in no character encoding that could be recognised.
    public static let undecodable = Code(.undecodable)
    /// The file itself is over a limit.
    public static let tooLarge = Code(.tooLarge)
    /// What the file unfolds into is over a limit: expansion ratio, entries, depth, output.
    public static let tooComplex = Code(.tooComplex)
    /// Reading it took more memory than allowed.
    public static let memoryLimit = Code(.memoryLimit)
    /// Reading it took longer than allowed, by the clock or in processor time.
    public static let timedOut = Code(.timedOut)
    /// The reader died on it.
    public static let workerCrashed = Code(.workerCrashed)
    /// The reading process could not be started or spoke nonsense: this installation's fault.
    public static let workerUnavailable = Code(.workerUnavailable)
    /// The file could not be opened or read from disk.
    public static let unreadable = Code(.unreadable)
    /// The engine that is to read documents cannot be reached, or has too much to do: another time it may.
    public static let engineUnavailable = Code(.engineUnavailable)
    /// The engine does not take the request: its key or address is wrong, or it does not know such documents.
    public static let engineRefused = Code(.engineRefused)
    /// The engine answered with something that is no text of a document.
    public static let engineFailed = Code(.engineFailed)
    /// The caller's task was cancelled.
    public static let cancelled = Code(.cancelled)

    /// Whether the document (or its giver) is to blame rather than this installation.
    public var isCallersFault: Bool {
      switch value {
      case .workerUnavailable, .unreadable, .cancelled, .engineUnavailable, .engineRefused, .engineFailed: false
      default: true
      }
    }

    /// The code's spelling, stable across versions: fit for logs and APIs.
    public var description: String { value.rawValue }
  }

  public let code: Code
  /// What is wrong, why, and what to do; complete sentences for the person who gave the document.
  public let message: String
  public let cause: (any Error)?

  public init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.cause = cause
  }

  public var description: String { message }
}
