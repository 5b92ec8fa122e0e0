// Who may call a route. An access rule is a value that turns a request into a principal or throws, and a route can only be
// made with one: a route nobody thought about does not compile. The application defines the rules and what a principal is.

/// A named rule of access, and how it is fulfilled.
///
///     let verified = Access<Caller>("verified", credentials: [.bearer, .cookie("token")]) { request in
///       try await accounts.verifiedCaller(of: request)
///     }
public struct Access<Principal: Sendable>: Sendable {
  /// How it is called in documentation and listings.
  public let name: String
  /// What a client may present, any one of them; empty for a rule that asks nothing.
  public let credentials: [Credential]
  /// Finds out who is calling. Throws what the client is answered with when it may not.
  public let authenticate: @Sendable (Request) async throws -> Principal

  public init(
    _ name: String, credentials: [Credential],
    authenticate: @escaping @Sendable (Request) async throws -> Principal
  ) {
    self.name = name
    self.credentials = credentials
    self.authenticate = authenticate
  }
}

extension Access<Void> {
  /// Anyone may call, without saying who they are.
  public static var everyone: Access<Void> { Access("everyone", credentials: []) { _ in } }
}

/// Something a client can present to be let in.
public enum Credential: Sendable, Hashable {
  /// `Authorization: Bearer …`.
  case bearer
  /// A header field of that name.
  case header(String)
  /// A cookie of that name.
  case cookie(String)
}
