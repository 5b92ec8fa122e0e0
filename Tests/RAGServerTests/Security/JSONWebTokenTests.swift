// Session tokens: ours verify, everything else is refused.
import RAGServer
import Testing

@Suite struct JSONWebTokenTests {
  private let key = SecretKey(bytes: Array("t0p secret".utf8))
  private let claims = TokenClaims(id: "u-1", exp: 2_000, iat: 1_000, jti: "t-1", ver: 3)

  private func code(_ token: String, now: Int64 = 1_500) -> SecurityError.Code? {
    do throws(SecurityError) {
      _ = try JSONWebToken.verify(token, key: key, now: now)
      return nil
    } catch {
      return error.code
    }
  }

  private func signed(header: String, payload: String) -> String {
    let text = Base64URL.encode(Array(header.utf8)) + "." + Base64URL.encode(Array(payload.utf8))
    return text + "." + Base64URL.encode(Digest.hmacSHA256(text.utf8, key: key.bytes))
  }

  @Test func aTokenSaysWhatWasSigned() throws {
    let token = try JSONWebToken.sign(claims, key: key)
    #expect(try JSONWebToken.verify(token, key: key, now: 1_999) == claims)
    #expect(token.hasPrefix("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."))
  }

  @Test func theSignatureIsHMACSHA256AsRFC7515HasIt() {
    // The example of RFC 7515, appendix A.1.
    let key = Base64URL.decode(
      "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow".utf8)
    let text =
      "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
    #expect(
      Base64URL.encode(Digest.hmacSHA256(text.utf8, key: key ?? []))
        == "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
  }

  @Test func anExpiredTokenIsToldApart() throws {
    let token = try JSONWebToken.sign(claims, key: key)
    #expect(code(token, now: 1_999) == nil)
    #expect(code(token, now: 2_000) == .tokenExpired)
    var endless = claims
    endless.exp = nil
    #expect(code(try JSONWebToken.sign(endless, key: key), now: .max) == nil)
  }

  @Test func anotherAlgorithmIsRefusedEvenWhenSignedWithOurKey() {
    let payload = #"{"id":"u-1","iat":1,"jti":"t","ver":1}"#
    #expect(code(signed(header: #"{"alg":"HS256"}"#, payload: payload)) == nil)
    for header in [
      #"{"alg":"none"}"#, #"{"alg":"hs256"}"#, #"{"alg":"HS512","typ":"JWT"}"#, #"{"typ":"JWT"}"#, "[]", "",
      #"{"alg":"HS256","crit":["exp"]}"#, #"{"alg":"HS256","typ":"JWE"}"#,
    ] {
      #expect(code(signed(header: header, payload: payload)) == .tokenInvalid, "\(header)")
    }
    let unsigned = Base64URL.encode(Array(#"{"alg":"none"}"#.utf8)) + "." + Base64URL.encode(Array(payload.utf8)) + "."
    #expect(code(unsigned) == .tokenInvalid)
  }

  @Test func everyChangedCharacterIsNoticed() throws {
    let token = Array(try JSONWebToken.sign(claims, key: key).utf8)
    for index in token.indices {
      for replacement in ["A", "B", "=", ".", " ", "+"].map({ Array($0.utf8)[0] }) where replacement != token[index] {
        var changed = token
        changed[index] = replacement
        #expect(code(String(decoding: changed, as: UTF8.self)) == .tokenInvalid)
      }
    }
    for text in [
      "", ".", "..", "a.b.c", String(decoding: token, as: UTF8.self) + ".", String(repeating: "a", count: 5000),
    ] {
      #expect(code(text) == .tokenInvalid)
    }
  }

  @Test func aTokenOfAnotherKeyIsRefused() throws {
    let token = try JSONWebToken.sign(claims, key: SecretKey(bytes: Array("another".utf8)))
    #expect(code(token) == .tokenInvalid)
  }

  @Test func missingClaimsAreRefused() {
    #expect(code(signed(header: #"{"alg":"HS256"}"#, payload: #"{"id":"u-1","exp":1999}"#)) == .tokenInvalid)
    #expect(code(signed(header: #"{"alg":"HS256"}"#, payload: "nonsense")) == .tokenInvalid)
  }

  @Test func base64URLHasOneSpellingPerValue() {
    for bytes in [[], [0], [0xff, 0xee], [1, 2, 3], Array(UInt8.min...UInt8.max)] as [[UInt8]] {
      #expect(Base64URL.decode(Base64URL.encode(bytes).utf8) == bytes)
    }
    for text in ["A", "AB", "AAA=", "AA==", "A A", "AA+/", "AAB"] {
      #expect(Base64URL.decode(text.utf8) == nil, "\(text)")
    }
  }
}
