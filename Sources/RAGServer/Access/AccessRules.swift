// The access rules of this service's routes. A route is made with exactly one of them, and gets the caller it found.
//
// A rule says who may call; what of the data a caller may see is decided by `Authorizer`, for which a caller becomes a
// `Principal`.
package import HTTP
package import Retrieval

/// The rules, bound to the service's accounts.
package struct AccessRules: Sendable {
  /// Anyone, and nobody asks who.
  package let open = Access<Void>.everyone
  /// Anyone; the caller is known when signed in. A token that is no good counts as none.
  package let optional: Access<AuthenticatedUser?>
  /// Anyone signed in, also those who wait for an administrator's approval.
  package let authenticated: Access<AuthenticatedUser>
  /// Users and administrators.
  package let verified: Access<AuthenticatedUser>
  /// Administrators.
  package let admin: Access<AuthenticatedUser>

  package init(_ authenticator: Authenticator) {
    let credentials: [Credential] = [.bearer, .cookie(SessionCookie.name)]
    let identify: @Sendable (Request) async throws -> AuthenticatedUser = { request in
      try await authenticator.authenticate(
        authorization: request.headers["Authorization"], cookieToken: request.cookie(SessionCookie.name),
        path: request.path)
    }
    func rule(_ name: String, _ roles: Set<Role>) -> Access<AuthenticatedUser> {
      Access(name, credentials: credentials) { request in
        let user = try await identify(request)
        guard roles.contains(user.role) else { throw AccountError(.accessProhibited) }
        return user
      }
    }
    authenticated = rule("authenticated", [.pending, .user, .admin])
    verified = rule("verified", [.user, .admin])
    admin = rule("admin", [.admin])
    optional = Access("optional", credentials: credentials) { request in
      do {
        return try await identify(request)
      } catch is AccountError {
        return nil
      }
    }
  }
}

extension AuthenticatedUser {
  /// The caller as the retrieval room knows it.
  package var principal: Principal { Principal(userID: id, isAdministrator: role == .admin) }
}
