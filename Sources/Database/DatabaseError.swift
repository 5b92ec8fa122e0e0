// The one error type of this room, in the shape of every room's: code, message, cause.
//
// Codes name what a caller can act on, not what an engine calls it: `SQLite/DatabaseError+SQLite.swift` maps SQLite's
// numbers onto them and another engine would bring its own table. A message never holds bound values, so it may be logged.

/// What went wrong in the database.
public struct DatabaseError: Error, Sendable, CustomStringConvertible {
  /// What kind of failure this is.
  public var code: Code
  /// One sentence for a person: the engine's own words and what they are about.
  public var message: String
  /// The statement that failed, with `?` where values were bound.
  public var sql: String?
  /// What led to it, if another error did.
  public var cause: (any Error)?

  public init(_ code: Code, _ message: String, sql: String? = nil, cause: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.sql = sql
    self.cause = cause
  }

  public var description: String {
    var text = "\(code): \(message)"
    if let sql { text += " [\(sql)]" }
    if let cause { text += " (\(cause))" }
    return text
  }

  /// The kinds of failure. A struct, so that adding one breaks nobody's `switch`.
  public struct Code: Hashable, Sendable, CustomStringConvertible {
    private enum Kind: String {
      case cannotOpen, corrupt, newerSchema, migrationChanged, migrationFailed
      case uniqueViolation, foreignKeyViolation, constraintViolation
      case busy, diskFull, inputOutput, readOnly, tooBig, outOfMemory
      case invalidSQL, typeMismatch, noSuchColumn, misuse, interrupted, closed, other
    }

    private var kind: Kind
    private init(_ kind: Kind) { self.kind = kind }

    /// The file cannot be opened or created: missing folder, no permission, a folder in its place.
    public static let cannotOpen = Code(.cannotOpen)
    /// The file is damaged or is no database.
    public static let corrupt = Code(.corrupt)
    /// A newer version of the program has written this database.
    public static let newerSchema = Code(.newerSchema)
    /// A migration that has been applied differs from the one this program holds.
    public static let migrationChanged = Code(.migrationChanged)
    /// A migration failed; the database is as it was before it.
    public static let migrationFailed = Code(.migrationFailed)
    /// A unique value exists already.
    public static let uniqueViolation = Code(.uniqueViolation)
    /// A row refers to one that does not exist, or is referred to and cannot go.
    public static let foreignKeyViolation = Code(.foreignKeyViolation)
    /// Another constraint: NOT NULL, CHECK, a trigger's RAISE.
    public static let constraintViolation = Code(.constraintViolation)
    /// Another process holds the lock for longer than the time-out.
    public static let busy = Code(.busy)
    /// No room left on the disk, or the configured limit is reached. Nothing of the transaction was kept.
    public static let diskFull = Code(.diskFull)
    /// The disk failed to read or write.
    public static let inputOutput = Code(.inputOutput)
    /// The file or its folder cannot be written, or a write was tried on a read connection.
    public static let readOnly = Code(.readOnly)
    /// A text, blob or statement beyond the engine's limit (1 GB).
    public static let tooBig = Code(.tooBig)
    /// Memory ran out.
    public static let outOfMemory = Code(.outOfMemory)
    /// The statement does not compile, or its number of `?` differs from the number of values.
    public static let invalidSQL = Code(.invalidSQL)
    /// A column's value is not of the type asked for.
    public static let typeMismatch = Code(.typeMismatch)
    /// The row has no such column.
    public static let noSuchColumn = Code(.noSuchColumn)
    /// The layer was used against its rules, for instance a COMMIT inside `write`.
    public static let misuse = Code(.misuse)
    /// The operation was interrupted.
    public static let interrupted = Code(.interrupted)
    /// The database has been closed.
    public static let closed = Code(.closed)
    /// Anything else; the message has the engine's words.
    public static let other = Code(.other)

    /// Whether the values given were at fault (a duplicate, a missing reference, too much text) and not this program or
    /// the machine.
    public var isCallersFault: Bool {
      switch kind {
      case .uniqueViolation, .foreignKeyViolation, .constraintViolation, .tooBig: true
      default: false
      }
    }

    /// Whether the same call may succeed later without anything being repaired in the program.
    public var isTemporary: Bool {
      switch kind {
      case .busy, .diskFull, .outOfMemory, .interrupted: true
      default: false
      }
    }

    public var description: String { kind.rawValue }
  }
}
