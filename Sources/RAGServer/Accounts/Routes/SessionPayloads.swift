// What goes over the wire when signing up, in and out, and about the own account.
internal import HTTP

/// What someone signs up with.
struct SignUpPayload: Payload, PayloadDocumented {
  let name: String
  let email: String
  let password: String
  let profileImageURL: String?

  private enum CodingKeys: String, CodingKey {
    case name, email, password
    case profileImageURL = "profile_image_url"
  }

  static var documentation: PayloadDocumentation {
    PayloadDocumentation(fields: [
      "password": FieldRules("At most 72 bytes.", isSecret: true),
      "profile_image_url": FieldRules(standard: "/user.png"),
    ])
  }
}

/// What someone signs in with.
struct SignInPayload: Payload, PayloadDocumented {
  let email: String
  let password: String

  static var documentation: PayloadDocumentation {
    PayloadDocumentation(fields: ["password": FieldRules(isSecret: true)])
  }
}

/// A user in brief: what every answer about one has.
struct UserSummaryPayload: Payload {
  let id: String
  let email: String
  let name: String
  let role: Role
  let profileImageURL: String

  private enum CodingKeys: String, CodingKey {
    case id, email, name, role
    case profileImageURL = "profile_image_url"
  }

  init(_ user: User) {
    id = user.id
    email = user.email
    name = user.name
    role = user.role
    profileImageURL = user.profileImageURL
  }
}

/// A user inside the answer to signing in, as the quick reference writes it.
struct SessionUserPayload: JoinedPayload {
  let base: UserSummaryPayload
  let more: More

  struct More: Codable, Sendable {
    let createdAt: Int64

    private enum CodingKeys: String, CodingKey { case createdAt = "created_at" }
  }
}

/// A user with the session's token and what it opens.
struct SignedInPayload: JoinedPayload {
  let base: UserSummaryPayload
  let more: More

  struct More: Codable, Sendable {
    let token: String
    let tokenType: String
    let expiresAt: Int64?
    let permissions: UserPermissionsPayload

    private enum CodingKeys: String, CodingKey {
      case token, permissions
      case tokenType = "token_type"
      case expiresAt = "expires_at"
    }
  }
}

extension SignedInPayload {
  init(_ user: User, token: String, expiresAt: Int64?, permissions: UserPermissionsPayload) {
    self.init(
      base: UserSummaryPayload(user),
      more: More(token: token, tokenType: "Bearer", expiresAt: expiresAt, permissions: permissions))
  }
}

/// The answer to signing in: the user's fields at the top level, as Open WebUI has them, and again under `user`, as the
/// quick reference has them, so that clients of either find what they look for.
struct SessionPayload: JoinedPayload {
  let base: SignedInPayload
  let more: More

  struct More: Codable, Sendable {
    let user: SessionUserPayload
  }
}

extension SessionPayload {
  init(_ session: Session, permissions: UserPermissionsPayload) {
    let base = SignedInPayload(
      session.user, token: session.token, expiresAt: session.expiresAt, permissions: permissions)
    let user = SessionUserPayload(base: base.base, more: .init(createdAt: session.user.createdAt))
    self.init(base: base, more: More(user: user))
  }
}

/// The answer to "who am I".
struct CurrentUserPayload: JoinedPayload {
  let base: SignedInPayload
  let more: More

  struct More: Codable, Sendable {
    let bio: String?
    let gender: String?
    let dateOfBirth: String?
    let lastActiveAt: Int64
    let createdAt: Int64

    private enum CodingKeys: String, CodingKey {
      case bio, gender
      case dateOfBirth = "date_of_birth"
      case lastActiveAt = "last_active_at"
      case createdAt = "created_at"
    }
  }
}

extension CurrentUserPayload {
  init(_ user: User, token: String, expiresAt: Int64?, permissions: UserPermissionsPayload) {
    self.init(
      base: SignedInPayload(user, token: token, expiresAt: expiresAt, permissions: permissions),
      more: More(
        bio: user.bio, gender: user.gender, dateOfBirth: user.dateOfBirth, lastActiveAt: user.lastActiveAt,
        createdAt: user.createdAt))
  }
}

/// Signing out worked.
struct StatusPayload: Payload {
  let status: Bool
}

/// The own profile, as its form sends it.
struct ProfilePayload: Payload {
  let profileImageURL: String
  let name: String
  let bio: String?
  let gender: String?
  let dateOfBirth: String?

  private enum CodingKeys: String, CodingKey {
    case name, bio, gender
    case profileImageURL = "profile_image_url"
    case dateOfBirth = "date_of_birth"
  }
}

/// The current password and the one to come.
struct PasswordChangePayload: Payload, PayloadDocumented {
  let password: String
  let newPassword: String

  private enum CodingKeys: String, CodingKey {
    case password
    case newPassword = "new_password"
  }

  static var documentation: PayloadDocumentation {
    PayloadDocumentation(fields: [
      "password": FieldRules(isSecret: true), "new_password": FieldRules("At most 72 bytes.", isSecret: true),
    ])
  }
}
