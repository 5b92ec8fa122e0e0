// The routes of `/auths`: signing up, in and out, and the own account. Each exists once; the quick reference's paths are
// aliases of Open WebUI's. The answers hold the fields of both.
package import HTTP

/// The `/auths` rows of the route table.
package struct AccountRoutes: Sendable {
  private let accounts: AccountService
  private let access: AccessRules
  private static let tags = ["auths"]

  package init(accounts: AccountService, access: AccessRules) {
    self.accounts = accounts
    self.access = access
  }

  package var rows: [Route] { sessionRows + profileRows + adminRows }

  private var sessionRows: [Route] {
    let accounts = accounts
    return [
      Route.post(
        "/api/v1/auths/signup", aliases: ["/api/auths/signup"], access: access.open, body: SignUpPayload.self,
        returns: Reply<SessionPayload>.self, summary: "Create an account and sign in", tags: Self.tags
      ) { request, _, form in
        let session = try await accounts.signUp(
          name: form.name, email: form.email, password: form.password, profileImageURL: form.profileImageURL)
        return Self.reply(session, SessionPayload(session, permissions: accounts.permissions), accounts, request)
      }
      .described("The first account becomes administrator and closes sign-up until an administrator opens it again.")
      .answering(.badRequest, "The email is malformed or taken, or the password cannot be used.")
      .answering(.forbidden, "Sign-up is closed."),

      Route.post(
        "/api/v1/auths/signin", aliases: ["/api/auths/signin", "/api/auth/login"], access: access.open,
        body: SignInPayload.self, returns: Reply<SessionPayload>.self, summary: "Sign in", tags: Self.tags
      ) { request, _, form in
        let session = try await accounts.signIn(
          email: form.email, password: form.password, address: request.remoteAddress)
        return Self.reply(session, SessionPayload(session, permissions: accounts.permissions), accounts, request)
      }
      .answering(.badRequest, "The email or the password is wrong.")
      .answering(.tooManyRequests, "Too many failures; `Retry-After` says when to try again."),

      Route.get(
        "/api/v1/auths/signout", aliases: ["/api/auths/signout"], access: access.open,
        returns: Reply<StatusPayload>.self, summary: "Sign out", tags: Self.tags
      ) { request, _ in
        if let token = Self.token(of: request) { try await accounts.signOut(token: token) }
        return Reply(StatusPayload(status: true), headers: ["Set-Cookie": SessionCookie.clear(for: request)])
      }
      .described("The token is refused from now on, not only forgotten by the browser."),

      Route.get(
        "/api/v1/auths/", aliases: ["/api/auths/"], access: access.authenticated,
        returns: Reply<CurrentUserPayload>.self, summary: "The account that is signed in", tags: Self.tags
      ) { request, caller in
        let user = try await accounts.user(caller.id)
        let token = Self.token(of: request) ?? ""
        guard case .session(_, let expiresAt) = caller.credential else {
          return Reply(
            CurrentUserPayload(user, token: token, expiresAt: nil, permissions: accounts.permissions))
        }
        let cookie = SessionCookie.set(token, expiresAt: expiresAt, now: accounts.time.now, for: request)
        return Reply(
          CurrentUserPayload(user, token: token, expiresAt: expiresAt, permissions: accounts.permissions),
          headers: ["Set-Cookie": cookie])
      },
    ]
  }

  private var profileRows: [Route] {
    let accounts = accounts
    return [
      Route.post(
        "/api/v1/auths/update/profile", aliases: ["/api/auths/update/profile"], access: access.verified,
        body: ProfilePayload.self, returns: UserSummaryPayload.self, summary: "Change the own profile", tags: Self.tags
      ) { _, caller, form in
        if let date = form.dateOfBirth, date.wholeMatch(of: /[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])/) == nil
        {
          throw ValidationError([
            ValidationIssue(
              type: "date_from_datetime_parsing", location: ["body", "date_of_birth"],
              message: "Input should be a valid date in the format YYYY-MM-DD", input: .string(date))
          ])
        }
        let change = ProfileChange(
          name: form.name, profileImageURL: form.profileImageURL,
          facts: ProfileFacts(bio: form.bio, gender: form.gender, dateOfBirth: form.dateOfBirth))
        return UserSummaryPayload(try await accounts.updateProfile(of: caller.id, change))
      },

      Route.post(
        "/api/v1/auths/update/password", aliases: ["/api/auths/update/password"], access: access.authenticated,
        body: PasswordChangePayload.self, returns: Reply<Bool>.self, summary: "Change the own password", tags: Self.tags
      ) { request, caller, form in
        let session = try await accounts.changePassword(of: caller.id, current: form.password, new: form.newPassword)
        return Self.reply(session, true, accounts, request)
      }
      .described("Ends every session of the account. The cookie that comes with the answer holds a new one.")
      .answering(.badRequest, "The current password is wrong, or the new one cannot be used."),
    ]
  }

  private var adminRows: [Route] {
    let accounts = accounts
    return [
      Route.post(
        "/api/v1/auths/add", aliases: ["/api/auths/add"], access: access.admin, body: AddUserPayload.self,
        returns: AddedUserPayload.self, summary: "Create an account for someone", tags: Self.tags
      ) { _, _, form in
        AddedUserPayload(
          try await accounts.addUser(
            name: form.name, email: form.email, password: form.password, role: form.role ?? .pending,
            profileImageURL: form.profileImageURL))
      }
      .answering(.badRequest, "The email is malformed or taken, or the password cannot be used."),

      Route.get(
        "/api/v1/auths/admin/details", aliases: ["/api/auths/admin/details"], access: access.authenticated,
        returns: AdminDetailsPayload.self, summary: "Whom to turn to", tags: Self.tags
      ) { _, _ in
        guard accounts.settings.showAdminDetails, let admin = try await accounts.primaryAdmin() else {
          throw AccountError(.actionProhibited)
        }
        return AdminDetailsPayload(name: admin.name, email: admin.email)
      },

      Route.get(
        "/api/v1/auths/admin/config", aliases: ["/api/auths/admin/config"], access: access.admin,
        returns: AdminConfigPayload.self, summary: "The settings of accounts", tags: Self.tags
      ) { _, _ in AdminConfigPayload(accounts.settings) },

      Route.post(
        "/api/v1/auths/admin/config", aliases: ["/api/auths/admin/config"], access: access.admin,
        body: AdminConfigPayload.self, returns: AdminConfigPayload.self, summary: "Change the settings of accounts",
        tags: Self.tags
      ) { _, _, form in
        try await accounts.updateSettings(form.settings)
        return AdminConfigPayload(accounts.settings)
      },
    ]
  }

  private static func token(of request: Request) -> String? {
    Authenticator.token(
      authorization: request.headers["Authorization"], cookieToken: request.cookie(SessionCookie.name))
  }

  private static func reply<Body: Payload>(
    _ session: Session, _ body: Body, _ accounts: AccountService, _ request: Request
  ) -> Reply<Body> {
    let cookie = SessionCookie.set(session.token, expiresAt: session.expiresAt, now: accounts.time.now, for: request)
    return Reply(body, headers: ["Set-Cookie": cookie])
  }
}
