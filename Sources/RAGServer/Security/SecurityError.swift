// What the security folder can refuse: passwords it cannot hash, tokens it does not believe, a secret it cannot read.

/// A password, token or secret could not be used.
public struct SecurityError: Error, Sendable, CustomStringConvertible {
  public let code: Code
  /// One sentence, safe to show when `code.isCallersFault`. Never holds a password, token or secret.
  public let message: String
  public let cause: (any Error)?

  public init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.cause = cause
  }

  public var description: String { "\(code): \(message)" }

  /// The kinds of refusal.
  public struct Code: Hashable, Sendable, CustomStringConvertible {
    private enum Kind: String {
      case passwordEmpty, passwordTooLong, passwordUnusable, hashMalformed
      case tokenInvalid, tokenExpired, secretUnusable, overloaded
    }

    private let kind: Kind
    private init(_ kind: Kind) { self.kind = kind }

    public static let passwordEmpty = Code(.passwordEmpty)
    /// More than the 72 bytes bcrypt reads.
    public static let passwordTooLong = Code(.passwordTooLong)
    /// Holds a NUL byte, at which bcrypt would stop reading.
    public static let passwordUnusable = Code(.passwordUnusable)
    /// A stored hash is not one of bcrypt's.
    public static let hashMalformed = Code(.hashMalformed)
    /// Not one of our tokens: wrong form, algorithm or signature.
    public static let tokenInvalid = Code(.tokenInvalid)
    public static let tokenExpired = Code(.tokenExpired)
    /// The signing secret cannot be read, written, or is empty.
    public static let secretUnusable = Code(.secretUnusable)
    /// Too many passwords wait to be hashed.
    public static let overloaded = Code(.overloaded)

    /// Whether whoever sent the password or token is at fault.
    public var isCallersFault: Bool {
      switch kind {
      case .passwordEmpty, .passwordTooLong, .passwordUnusable, .tokenInvalid, .tokenExpired: true
      case .hashMalformed, .secretUnusable, .overloaded: false
      }
    }

    public var description: String { kind.rawValue }
  }
}
