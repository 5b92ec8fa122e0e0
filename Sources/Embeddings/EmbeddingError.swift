// The one error of the embedding room: a code to act on, a sentence to read, the cause beneath.
//
// Codes are a struct over a private enum, so that a new one is no breaking change.

/// What went wrong while loading a model or embedding a text.
public struct EmbeddingError: Error, CustomStringConvertible {
  /// The kind of the error: what a program decides on.
  public var code: Code
  /// What happened and, where the reader can do something, what to do. Holds no secret.
  public var message: String
  /// The error beneath, when there is one.
  public var cause: (any Error)?

  public init(code: Code, message: String, cause: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.cause = cause
  }

  public var description: String {
    guard let cause else { return "\(code): \(message)" }
    return "\(code): \(message) (\(cause))"
  }
}

extension EmbeddingError {
  static var wasCancelled: EmbeddingError {
    EmbeddingError(code: .cancelled, message: "The task was cancelled before its vectors were ready.")
  }

  static var isShuttingDown: EmbeddingError {
    EmbeddingError(code: .shutDown, message: "The embedding service is shutting down.")
  }

  /// The kind of an `EmbeddingError`.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    private enum Kind: String {
      case modelMissing, modelUnsupported, modelDamaged, inputOutput, overloaded, cancelled, shutDown, engineFailed
      case remoteUnavailable, remoteRefused, dimensionMismatch, runtimeMissing
    }
    private let kind: Kind

    /// There is no model at the given place; the message says how to get one.
    public static let modelMissing = Code(kind: .modelMissing)
    /// The model is whole but asks for something this engine has not; the message names it.
    public static let modelUnsupported = Code(kind: .modelUnsupported)
    /// A file of the model contradicts itself or its format; the message names the file.
    public static let modelDamaged = Code(kind: .modelDamaged)
    /// A file could not be opened, read or mapped.
    public static let inputOutput = Code(kind: .inputOutput)
    /// More work waits than the configured bound allows; try again later.
    public static let overloaded = Code(kind: .overloaded)
    /// The calling task was cancelled before its vectors were ready.
    public static let cancelled = Code(kind: .cancelled)
    /// The engine is shutting down.
    public static let shutDown = Code(kind: .shutDown)
    /// The engine broke its own promise.
    public static let engineFailed = Code(kind: .engineFailed)
    /// An engine on another machine could not be reached or had no time for us, however often it was asked.
    public static let remoteUnavailable = Code(kind: .remoteUnavailable)
    /// An engine on another machine refused: a wrong URL, key or model, or a text that it does not take.
    public static let remoteRefused = Code(kind: .remoteRefused)
    /// An engine gave vectors of another dimension than its model has.
    public static let dimensionMismatch = Code(kind: .dimensionMismatch)
    /// A library that the model needs is not there; the message says what to install or configure.
    public static let runtimeMissing = Code(kind: .runtimeMissing)

    /// Whether the one who configured or called the engine can mend it (a missing or wrong model), rather than us.
    public var isCallersFault: Bool {
      switch kind {
      case .modelMissing, .modelUnsupported, .modelDamaged, .cancelled, .remoteRefused, .dimensionMismatch,
        .runtimeMissing:
        true
      case .inputOutput, .overloaded, .shutDown, .engineFailed, .remoteUnavailable: false
      }
    }

    public var description: String { kind.rawValue }
  }
}
