// The form of an email address, as pragmatically as Open WebUI has it: something, `@`, something with a dot, or
// `@localhost`. Whether it exists is not this program's business.

/// An address in the form it is stored and compared in: lower case.
package struct EmailAddress: Sendable, Equatable {
  package let text: String

  /// Throws `invalidEmail` for what has not the form of an address.
  package init(_ text: String) throws(AccountError) {
    let lowered = text.lowercased()
    guard lowered.utf8.count <= 320, !lowered.unicodeScalars.contains(where: Self.isForbidden) else {
      throw AccountError(.invalidEmail)
    }
    let parts = lowered.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, parts[1] == "localhost" || Self.hasInnerDot(parts[1]) else {
      throw AccountError(.invalidEmail)
    }
    self.text = lowered
  }

  /// White space and control characters: they make two addresses that look the same.
  private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || scalar.value < 0x20 || (0x7f..<0xa0).contains(scalar.value)
      || scalar.properties.generalCategory == .format
  }

  private static func hasInnerDot(_ domain: Substring) -> Bool {
    guard let dot = domain.dropFirst().firstIndex(of: ".") else { return false }
    return domain.index(after: dot) < domain.endIndex
  }
}
