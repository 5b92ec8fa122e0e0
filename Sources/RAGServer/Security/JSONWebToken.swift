// Session tokens: JSON Web Tokens (RFC 7519) signed with HMAC-SHA-256, and nothing else. The algorithm is ours to name,
// not the token's: a header with another one, `none` included, is refused before anything in it is believed.
internal import FoundationEssentials

/// What a session token says.
package struct TokenClaims: Codable, Sendable, Equatable {
  /// The user.
  package var id: String
  /// When it stops being valid, in seconds since 1970; nil: never.
  package var exp: Int64?
  /// When it was issued.
  package var iat: Int64
  /// The token's own id, by which it is revoked.
  package var jti: String
  /// The version of the user's credentials it was issued under; a password or role change raises it.
  package var ver: Int

  package init(id: String, exp: Int64?, iat: Int64, jti: String, ver: Int) {
    self.id = id
    self.exp = exp
    self.iat = iat
    self.jti = jti
    self.ver = ver
  }
}

package enum JSONWebToken {
  /// Longer texts are not looked at.
  package static let maximumByteCount = 4096

  private struct Header: Codable {
    var alg: String
    var typ: String?
    var crit: [String]?
  }

  /// `{"alg":"HS256","typ":"JWT"}`
  private static let header = Base64URL.encode(Array(#"{"alg":"HS256","typ":"JWT"}"#.utf8))

  /// The signed token.
  package static func sign(_ claims: TokenClaims, key: SecretKey) throws(SecurityError) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let payload: Data
    do {
      payload = try encoder.encode(claims)
    } catch {
      throw SecurityError(.tokenInvalid, "The token could not be written.", cause: error)
    }
    let signed = header + "." + Base64URL.encode(payload)
    return signed + "." + Base64URL.encode(Digest.hmacSHA256(signed.utf8, key: key.bytes))
  }

  /// The claims of a token that is ours and not expired at `now` (seconds since 1970).
  ///
  /// Throws `tokenInvalid` for anything that is not exactly a token we signed, `tokenExpired` for one past its time.
  package static func verify(_ token: String, key: SecretKey, now: Int64) throws(SecurityError) -> TokenClaims {
    let invalid = SecurityError(.tokenInvalid, "The token is not valid.")
    let bytes = Array(token.utf8)
    guard bytes.count <= maximumByteCount else { throw invalid }
    let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 3, isOurAlgorithm(parts[0]), let signature = Base64URL.decode(parts[2]) else { throw invalid }
    let expected = Digest.hmacSHA256(bytes[..<parts[1].endIndex], key: key.bytes)
    guard Digest.areEqual(signature, expected) else { throw invalid }
    guard let payload = Base64URL.decode(parts[1]),
      let claims = try? JSONDecoder().decode(TokenClaims.self, from: Data(payload))
    else { throw invalid }
    if let expiry = claims.exp, expiry <= now { throw SecurityError(.tokenExpired, "The token has expired.") }
    return claims
  }

  private static func isOurAlgorithm(_ part: ArraySlice<UInt8>) -> Bool {
    if part.elementsEqual(header.utf8) { return true }
    guard let json = Base64URL.decode(part), let header = try? JSONDecoder().decode(Header.self, from: Data(json))
    else {
      return false
    }
    return header.alg == "HS256" && header.crit == nil && (header.typ == nil || header.typ?.uppercased() == "JWT")
  }
}
