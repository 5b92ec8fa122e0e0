// The routes of `/users`: administrators look after accounts; users find each other and keep settings.
package import HTTP

/// The `/users` rows of the route table.
package struct UserRoutes: Sendable {
  private let accounts: AccountService
  private let access: AccessRules
  private let erase: @Sendable (String) async throws -> Void
  private static let tags = ["users"]
  private static let pageSize = 30
  /// A user counts as active this long after a request.
  private static let activeSeconds: Int64 = 180

  /// - Parameter erase: removes what other areas keep of the user with this id; runs before the account is removed, so
  ///   that a failure can be tried again, and once more after it.
  package init(
    accounts: AccountService, access: AccessRules, erase: @escaping @Sendable (String) async throws -> Void
  ) {
    self.accounts = accounts
    self.access = access
    self.erase = erase
  }

  package var rows: [Route] { listRows + ownRows + changeRows }

  private var listRows: [Route] {
    let accounts = accounts
    return [
      Route.get(
        "/api/v1/users/", aliases: ["/api/users/"], access: access.admin, query: UserListQueryPayload.self,
        returns: UserListPayload.self, summary: "List users by page", tags: Self.tags
      ) { _, _, query in
        var selection = UserSelection()
        selection.query = query.query
        selection.order = query.orderBy.flatMap(UserSelection.Order.init) ?? .createdAt
        selection.isAscending = query.direction == "asc"
        selection.limit = Self.pageSize
        // A page number beyond any table is an empty page, not an overflow.
        selection.offset = (min(max(query.page ?? 1, 1), 1_000_000_000) - 1) * Self.pageSize
        let (users, total) = try await accounts.users(selection)
        return UserListPayload(users: users.map { UserPayload($0) }, total: total)
      },

      Route.get(
        "/api/v1/users/all", aliases: ["/api/users/all"], access: access.admin, returns: UserInfoListPayload.self,
        summary: "List all users in brief", tags: Self.tags
      ) { _, _ in
        let (users, total) = try await accounts.users(UserSelection())
        return UserInfoListPayload(
          users: users.map { .init(id: $0.id, name: $0.name, email: $0.email, role: $0.role) }, total: total)
      },

      Route.get(
        "/api/v1/users/search", aliases: ["/api/users/search"], access: access.verified, query: UserSearchPayload.self,
        returns: UserNameListPayload.self, summary: "Find users by name", tags: Self.tags
      ) { _, _, query in
        var selection = UserSelection()
        selection.query = query.query
        selection.order = .name
        selection.isAscending = true
        selection.limit = Self.pageSize
        let (users, total) = try await accounts.users(selection)
        return UserNameListPayload(users: users.map { .init(id: $0.id, name: $0.name) }, total: total)
      },

      Route.get(
        "/api/v1/users/{user_id}", aliases: ["/api/users/{user_id}"], access: access.verified,
        returns: PublicUserPayload.self, summary: "A user as others see it", tags: Self.tags
      ) { request, _ in
        let user = try await accounts.user(try request.parameter("user_id"))
        return PublicUserPayload(
          id: user.id, name: user.name, profileImageURL: user.profileImageURL,
          active: accounts.time.now - user.lastActiveAt < Self.activeSeconds)
      }
      .answering(.badRequest, "There is no such user."),
    ]
  }

  private var ownRows: [Route] {
    let accounts = accounts
    func document(_ name: String, _ document: UserDocument, _ what: String) -> [Route] {
      [
        Route.get(
          "/api/v1/users/user/\(name)", aliases: ["/api/users/user/\(name)"], access: access.verified,
          returns: JSONObject?.self, summary: "The own \(what)", tags: Self.tags
        ) { _, caller in try await accounts.document(document, of: caller.id) },

        Route.post(
          "/api/v1/users/user/\(name)/update", aliases: ["/api/users/user/\(name)/update"], access: access.verified,
          body: JSONObject.self, returns: JSONObject.self, summary: "Change the own \(what), key by key",
          tags: Self.tags
        ) { _, caller, changes in try await accounts.merge(changes, into: document, of: caller.id) }
        .limitingBody(to: 1 << 20),
      ]
    }
    return document("settings", .settings, "settings") + document("info", .info, "info") + [
      Route.get(
        "/api/v1/users/permissions", aliases: ["/api/users/permissions"], access: access.verified,
        returns: UserPermissionsPayload.self, summary: "The own permissions", tags: Self.tags
      ) { _, _ in accounts.permissions }
    ]
  }

  private var changeRows: [Route] {
    let accounts = accounts
    let erase = erase
    return [
      Route.post(
        "/api/v1/users/{user_id}/update", access: access.admin, body: UserFormPayload.self, returns: UserPayload.self,
        summary: "Change a user", tags: Self.tags
      ) { request, caller, form in
        let change = UserChange(
          role: form.role, name: form.name, email: form.email, profileImageURL: form.profileImageURL,
          password: form.password)
        return UserPayload(
          try await accounts.updateUser(try request.parameter("user_id"), change, by: caller.id))
      }
      .described("A new role or password ends the user's sessions."),

      Route.post(
        "/api/users/{user_id}/update", access: access.verified, body: UserPatchPayload.self, returns: UserPayload.self,
        summary: "Change the own account, or a user as administrator", tags: Self.tags
      ) { request, caller, form in
        let id = try request.parameter("user_id")
        if caller.role == .admin {
          let change = UserChange(
            role: form.role, name: form.name, email: form.email, profileImageURL: form.profileImageURL,
            password: form.password)
          return UserPayload(try await accounts.updateUser(id, change, by: caller.id))
        }
        guard id == caller.id, form.email == nil, form.role == nil, form.password == nil else {
          throw AccountError(.accessProhibited)
        }
        let change = ProfileChange(name: form.name, profileImageURL: form.profileImageURL)
        return UserPayload(try await accounts.updateProfile(of: id, change))
      },

      Route.post(
        "/api/v1/users/{user_id}/role", aliases: ["/api/users/{user_id}/role"], access: access.admin,
        body: RolePayload.self, returns: UserPayload.self, summary: "Give a user another role", tags: Self.tags
      ) { request, caller, form in
        UserPayload(
          try await accounts.updateUser(
            try request.parameter("user_id"), UserChange(role: form.role), by: caller.id))
      },

      Route.delete(
        "/api/v1/users/{user_id}", aliases: ["/api/users/{user_id}"], access: access.admin, returns: Bool.self,
        summary: "Remove a user with everything the user owns", tags: Self.tags
      ) { request, caller in
        let id = try request.parameter("user_id")
        try await accounts.checkDeletion(of: id, by: caller.id)
        try await erase(id)
        try await accounts.deleteUser(id, by: caller.id)
        // Whatever came in until the account's sessions ended.
        try await erase(id)
        return true
      },
    ]
  }
}
