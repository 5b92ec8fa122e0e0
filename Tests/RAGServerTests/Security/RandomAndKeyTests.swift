// Identifiers and API keys have the form the API promises.
import RAGServer
import Testing

@Suite struct RandomAndKeyTests {
  @Test func uuidsAreVersion4InLowerCase() {
    let ids = (0..<1000).map { _ in SecureRandom.uuid() }
    #expect(Set(ids).count == 1000)
    for id in ids.prefix(50) {
      #expect(id.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil)
    }
    #expect(SecureRandom.bytes(13).count == 13)
    #expect(SecureRandom.bytes(0).isEmpty)
  }

  @Test func apiKeysAreSkAnd32HexDigits() {
    let key = APIKey.generate()
    #expect(key.wholeMatch(of: /sk-[0-9a-f]{32}/) != nil)
    #expect(APIKey.generate() != key)
    let masked = APIKey.masked(hint: APIKey.hint(key))
    #expect(masked.count == key.count)
    #expect(masked.suffix(4) == key.suffix(4))
    #expect(masked.dropLast(4) == "sk-" + String(repeating: "*", count: 28))
  }

  @Test func digestsAreTheStandardOnes() {
    #expect(
      hexadecimal(Digest.sha256("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    // RFC 4231, test case 2.
    #expect(
      hexadecimal(Digest.hmacSHA256("what do ya want for nothing?".utf8, key: Array("Jefe".utf8)))
        == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    #expect(Digest.areEqual([1, 2], [1, 2]))
    #expect(!Digest.areEqual([1, 2], [1, 3]))
    #expect(!Digest.areEqual([1, 2], [1]))
    #expect(!Digest.areEqual([], []))
  }
}
