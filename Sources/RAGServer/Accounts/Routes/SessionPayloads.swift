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

/// A user inside the answer to signing in, as the quick reference writes it.
struct SessionUserPayload: Codable, Sendable {
  let id: String
  let name: String
  let email: String
  let role: Role
  let profileImageURL: String
  let createdAt: Int64

  private enum CodingKeys: String, CodingKey {
    case id, name, email, role
    case profileImageURL = "profile_image_url"
    case createdAt = "created_at"
  }

  init(_ user: User) {
    id = user.id
    name = user.name
    email = user.email
    role = user.role
    profileImageURL = user.profileImageURL
    createdAt = user.createdAt
  }
}

/// The answer to signing in: the user's fields at the top level, as Open WebUI has them, and again under `user`, as the
/// quick reference has them, so that clients of either find what they look for.
struct SessionPayload: Payload {
  let id: String
  let email: String
  let name: String
  let role: Role
  let profileImageURL: String
  let token: String
  let tokenType: String
  let expiresAt: Int64?
  let permissions: UserPermissionsPayload
  let user: SessionUserPayload

  private enum CodingKeys: String, CodingKey {
    case id, email, name, role, token, permissions, user
    case profileImageURL = "profile_image_url"
    case tokenType = "token_type"
    case expiresAt = "expires_at"
  }

  init(_ session: Session, permissions: UserPermissionsPayload) {
    id = session.user.id
    email = session.user.email
    name = session.user.name
    role = session.user.role
    profileImageURL = session.user.profileImageURL
    token = session.token
    tokenType = "Bearer"
    expiresAt = session.expiresAt
    self.permissions = permissions
    user = SessionUserPayload(session.user)
  }
}

/// The answer to "who am I".
struct CurrentUserPayload: Payload {
  let id: String
  let email: String
  let name: String
  let role: Role
  let profileImageURL: String
  let token: String
  let tokenType: String
  let expiresAt: Int64?
  let permissions: UserPermissionsPayload
  let bio: String?
  let gender: String?
  let dateOfBirth: String?
  let lastActiveAt: Int64
  let createdAt: Int64

  private enum CodingKeys: String, CodingKey {
    case id, email, name, role, token, permissions, bio, gender
    case profileImageURL = "profile_image_url"
    case tokenType = "token_type"
    case expiresAt = "expires_at"
    case dateOfBirth = "date_of_birth"
    case lastActiveAt = "last_active_at"
    case createdAt = "created_at"
  }

  init(_ user: User, token: String, expiresAt: Int64?, permissions: UserPermissionsPayload) {
    id = user.id
    email = user.email
    name = user.name
    role = user.role
    profileImageURL = user.profileImageURL
    self.token = token
    tokenType = "Bearer"
    self.expiresAt = expiresAt
    self.permissions = permissions
    bio = user.bio
    gender = user.gender
    dateOfBirth = user.dateOfBirth
    lastActiveAt = user.lastActiveAt
    createdAt = user.createdAt
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

/// A user as others see it after a change.
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
