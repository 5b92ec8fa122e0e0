// Passwords: hashed with bcrypt, refused when bcrypt would not read all of them.
import RAGServer
import Testing

@Suite struct BcryptTests {
  @Test func aPasswordMatchesItsOwnHashOnly() throws {
    let hash = try Bcrypt.hash("correct horse", cost: 4)
    #expect(hash.hasPrefix("$2b$04$"))
    #expect(try Bcrypt.verify("correct horse", against: hash))
    #expect(try !Bcrypt.verify("correct horsf", against: hash))
    #expect(try !Bcrypt.verify("", against: hash))
    #expect(try Bcrypt.hash("correct horse", cost: 4) != hash)
  }

  @Test(arguments: [
    // Published test vectors of the bcrypt implementations this must agree with.
    ("U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"),
    ("", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy"),
    (
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
      "$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui"
    ),
  ])
  func otherProgramsHashesAreUnderstood(password: String, hash: String) throws {
    // The empty password has a valid hash elsewhere; here it is never right.
    #expect(try Bcrypt.verify(password, against: hash) == !password.isEmpty)
    #expect(try !Bcrypt.verify(password + "x", against: hash))
  }

  @Test func seventyTwoBytesAreTheLimitAndNothingIsCut() throws {
    let longest = String(repeating: "é", count: 36)
    let hash = try Bcrypt.hash(longest, cost: 4)
    #expect(try Bcrypt.verify(longest, against: hash))
    #expect(try !Bcrypt.verify(longest + "x", against: hash))
    let error = #expect(throws: SecurityError.self) { try Bcrypt.hash(longest + "x", cost: 4) }
    #expect(error?.code == .passwordTooLong)
    #expect(error?.message.contains("72 bytes") == true)
  }

  @Test func aNULIsNotTheEndOfAPassword() throws {
    #expect(throws: SecurityError.self) { try Bcrypt.hash("abc\0def", cost: 4) }
    #expect(throws: SecurityError.self) { try Bcrypt.hash("", cost: 4) }
    let hash = try Bcrypt.hash("abc", cost: 4)
    #expect(try !Bcrypt.verify("abc\0def", against: hash))
  }

  @Test(arguments: ["", "plain", "$2b$04$short", "$1$salt$hash", "$2b$99$" + String(repeating: ".", count: 53)])
  func aDamagedHashIsAnErrorAndNotAMatch(hash: String) {
    let error = #expect(throws: SecurityError.self) { try Bcrypt.verify("x", against: hash) }
    #expect(error?.code == .hashMalformed)
  }

  @Test func nothingMatchesTheHashOfUnknownUsers() async throws {
    #expect(try !Bcrypt.verify("x", against: Bcrypt.unmatchableHash(cost: 4)))
    let hasher = try PasswordHasher(cost: 4, threads: 1)
    #expect(try await !hasher.verify("x", against: nil))
  }

  @Test func aFullQueueIsRefusedAsOverload() async throws {
    let hasher = try PasswordHasher(cost: 4, threads: 1, queueLimit: 0)
    let error = await #expect(throws: SecurityError.self) { try await hasher.hash("x") }
    #expect(error?.code == .overloaded)
  }
}
