// What the accounts area refuses. The sentences are Open WebUI's where it has one, because its clients show them.

/// A request about accounts was refused.
package struct AccountError: Error, Sendable, CustomStringConvertible {
  package let code: Code
  /// One sentence for the person who asked.
  package let message: String
  /// For `tooManyAttempts` and `overloaded`: when to try again.
  package let retryAfterSeconds: Int64?
  package let cause: (any Error)?

  package init(_ code: Code, _ message: String? = nil, retryAfterSeconds: Int64? = nil, cause: (any Error)? = nil) {
    self.code = code
    self.message = message ?? code.sentence
    self.retryAfterSeconds = retryAfterSeconds
    self.cause = cause
  }

  package var description: String { "\(code): \(message)" }

  /// The kinds of refusal.
  package struct Code: Hashable, Sendable, CustomStringConvertible {
    private enum Kind: String {
      case notAuthenticated, invalidSession, accessProhibited, signupDisabled, invalidCredentials, incorrectPassword
      case invalidEmail, emailTaken, invalidName, invalidPassword, invalidSetting, userNotFound, actionProhibited
      case apiKeyNotFound, apiKeysDisabled, tooManyAttempts, overloaded
    }

    private let kind: Kind
    private init(_ kind: Kind) { self.kind = kind }

    /// No credentials came with the request.
    package static let notAuthenticated = Code(.notAuthenticated)
    /// A token or key that is wrong, expired, revoked, or older than a password or role change.
    package static let invalidSession = Code(.invalidSession)
    /// Signed in, but pending or no administrator.
    package static let accessProhibited = Code(.accessProhibited)
    package static let signupDisabled = Code(.signupDisabled)
    /// Wrong email or password; never says which.
    package static let invalidCredentials = Code(.invalidCredentials)
    /// The current password, asked for again, is wrong.
    package static let incorrectPassword = Code(.incorrectPassword)
    package static let invalidEmail = Code(.invalidEmail)
    package static let emailTaken = Code(.emailTaken)
    package static let invalidName = Code(.invalidName)
    package static let invalidPassword = Code(.invalidPassword)
    package static let invalidSetting = Code(.invalidSetting)
    package static let userNotFound = Code(.userNotFound)
    /// Would take away the first administrator, or the caller's own account.
    package static let actionProhibited = Code(.actionProhibited)
    package static let apiKeyNotFound = Code(.apiKeyNotFound)
    package static let apiKeysDisabled = Code(.apiKeysDisabled)
    package static let tooManyAttempts = Code(.tooManyAttempts)
    package static let overloaded = Code(.overloaded)

    /// Whether whoever sent the request is at fault.
    package var isCallersFault: Bool { kind != .overloaded }

    package var description: String { kind.rawValue }

    /// The status that answers it. Pending users and non-administrators get 401, as Open WebUI's clients expect.
    package var status: Int {
      switch kind {
      case .notAuthenticated, .invalidSession, .accessProhibited: 401
      case .signupDisabled, .actionProhibited, .apiKeysDisabled: 403
      case .apiKeyNotFound: 404
      case .tooManyAttempts: 429
      case .overloaded: 503
      case .invalidCredentials, .incorrectPassword, .invalidEmail, .emailTaken, .invalidName, .invalidPassword,
        .invalidSetting, .userNotFound:
        400
      }
    }

    fileprivate var sentence: String {
      switch kind {
      case .notAuthenticated: "Not authenticated"
      case .invalidSession: "Your session has expired or the token is invalid. Please sign in again."
      case .accessProhibited, .signupDisabled:
        "You do not have permission to access this resource. Please contact your administrator for assistance."
      case .invalidCredentials:
        "The email or password provided is incorrect. Please check for typos and try logging in again."
      case .incorrectPassword: "The password provided is incorrect. Please check for typos and try again."
      case .invalidEmail:
        "The email format you entered is invalid. Please double-check and make sure you're using a valid email address "
          + "(e.g., yourname@example.com)."
      case .emailTaken:
        "Uh-oh! This email is already registered. Sign in with your existing account or choose another email to start "
          + "anew."
      case .invalidName: "The name must not be empty and not longer than 255 characters."
      case .invalidPassword: "The password cannot be used."
      case .invalidSetting: "The setting has a value that cannot be used."
      case .userNotFound: "We could not find what you're looking for :/"
      case .actionProhibited: "The requested action has been restricted as a security measure."
      case .apiKeyNotFound:
        "Oops! It looks like there's a hiccup. The API key is missing. Please make sure to provide a valid API key to "
          + "access this feature."
      case .apiKeysDisabled: "Use of API key is not enabled in the environment."
      case .tooManyAttempts: "Too many failed attempts. Please wait a moment and try again."
      case .overloaded: "Too many sign-ins at the moment. Please try again shortly."
      }
    }
  }
}
