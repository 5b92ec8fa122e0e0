// What can go wrong with the models in a data folder, in words for whoever typed the command.

/// A model could not be fetched, checked or removed.
package struct ModelLibraryError: Error, Sendable, CustomStringConvertible {
  /// What kind of failure it was.
  package struct Code: Hashable, Sendable {
    private enum Kind { case notFound, refused, unreachable, damaged, invalidName, inUse, storage }
    private let kind: Kind

    /// There is no such model, here or there.
    package static let notFound = Code(kind: .notFound)
    /// The server wants a token, or another one.
    package static let refused = Code(kind: .refused)
    /// The server could not be reached, or broke off too often.
    package static let unreachable = Code(kind: .unreachable)
    /// A file is not what it should be.
    package static let damaged = Code(kind: .damaged)
    package static let invalidName = Code(kind: .invalidName)
    /// The model is the configured one.
    package static let inUse = Code(kind: .inUse)
    /// The models folder cannot be read or written.
    package static let storage = Code(kind: .storage)

    /// Whether another command would have done.
    package var isCallersFault: Bool { kind == .notFound || kind == .invalidName || kind == .inUse || kind == .refused }
  }

  package let code: Code
  package let message: String
  package let cause: (any Error)?

  init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
    (self.code, self.message, self.cause) = (code, message, cause)
  }

  package var description: String { message }
}
