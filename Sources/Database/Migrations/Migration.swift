// How the schema grows: numbered steps per area, each applied once, in order, in a transaction of its own.
//
// Areas are independent (accounts, retrieval, …): each counts from 1 and owns its tables, so two rooms never fight over a
// number, and a program that knows only some areas may open the database of one that knows more. Within an area a number
// above the highest known means a newer program has been here, and opening is refused.

/// One step of an area's schema. Once released it never changes; a change is a new step.
public struct Migration: Sendable {
  /// What a step does.
  package enum Body: Sendable {
    case sql(String)
    case code(@Sendable (Connection) throws -> Void)
  }

  /// The step's place, from 1 without gaps.
  public let number: Int
  /// A few words on what it does; recorded with it.
  public let name: String
  package let body: Body

  /// A step written in SQL: one or more statements. References between tables are enforced while it runs; one that
  /// rebuilds a table begins with `PRAGMA defer_foreign_keys = ON`, which leaves the check to the step's end.
  public init(_ number: Int, _ name: String, sql: String) {
    self.number = number
    self.name = name
    body = .sql(sql)
  }

  /// A step written in Swift, for what SQL cannot say. Runs inside the step's transaction.
  public init(_ number: Int, _ name: String, run: @escaping @Sendable (Connection) throws -> Void) {
    self.number = number
    self.name = name
    body = .code(run)
  }

  /// A fingerprint of the step's SQL, or of its name for a step in Swift: 64-bit FNV-1a in hexadecimal. It guards against
  /// an edited step, not against an attacker.
  package var checksum: String {
    let text =
      switch body {
      case .sql(let sql): sql
      case .code: name
      }
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

/// The steps of one area.
public struct MigrationSet: Sendable {
  /// The area's name: lower-case, one word, never changed.
  public let area: String
  /// The steps, numbered from 1 in order.
  public let migrations: [Migration]

  public init(area: String, migrations: [Migration]) {
    self.area = area
    self.migrations = migrations
  }
}
