// A user as stored, and the smaller value that travels with each request.

package import Database

/// An account. Times are seconds since 1970.
package struct User: Sendable, Equatable {
  package var id: String
  package var name: String
  /// In lower case, unique.
  package var email: String
  package var role: Role
  package var profileImageURL: String
  package var bio: String?
  package var gender: String?
  /// `YYYY-MM-DD`.
  package var dateOfBirth: String?
  /// The interface's settings, kept as they came.
  package var settings: JSONText?
  /// What the user tells of itself, kept as it came.
  package var info: JSONText?
  package var lastActiveAt: Int64
  package var updatedAt: Int64
  package var createdAt: Int64
}

/// Who sends a request: found by `Authenticator`, handed to the route's handler.
package struct AuthenticatedUser: Sendable, Equatable {
  /// What the request was authenticated with.
  package enum Credential: Sendable, Equatable {
    /// A session token, by its id; `expiresAt` nil: it does not expire.
    case session(id: String, expiresAt: Int64?)
    case apiKey(name: String)
  }

  package let id: String
  package let name: String
  package let email: String
  package let role: Role
  package let credential: Credential

  package init(id: String, name: String, email: String, role: Role, credential: Credential) {
    self.id = id
    self.name = name
    self.email = email
    self.role = role
    self.credential = credential
  }
}

/// A session that has just been opened: the user, the token, and when it expires.
package struct Session: Sendable {
  package let user: User
  package let token: String
  package let expiresAt: Int64?
}
