// Which addresses the client may connect to. The policy is asked with the very address that is about to be connected to,
// after name resolution and again after every redirect, so neither a name that resolves to a private address, nor one that
// resolves differently the second time, nor a redirect gets around it.

/// Decides over addresses before they are connected to.
public struct AddressPolicy: Sendable {
  /// How the policy is called in errors.
  public let name: String
  let allows: (@Sendable (_ address: IPAddress, _ port: Int) -> Bool)?

  /// A policy of one's own. Called on the client's thread; must not block.
  public init(_ name: String, allows: @escaping @Sendable (_ address: IPAddress, _ port: Int) -> Bool) {
    self.name = name
    self.allows = allows
  }

  private init() {
    name = "any"
    allows = nil
  }

  /// Every address: for engines an administrator has configured.
  public static let any = AddressPolicy()

  /// Addresses of the public internet only: for whatever a user names. Like every request with a policy, such a request
  /// uses no proxy, shares no connection with others and speaks HTTP/1.1.
  public static let publicOnly = AddressPolicy("public addresses only") { address, _ in address.isPublic }
}
