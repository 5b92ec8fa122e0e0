// The metadata database: one writer, several readers, typed values.
//
// Writes go through one connection on one thread, so they never wait for each other inside the engine and need no retry
// loop; they run between BEGIN IMMEDIATE and COMMIT with synchronous=FULL: when `write` returns, the change is on the disk. Reads run
// on the calling thread, each in its own transaction on a connection from a small pool: a read sees one snapshot and is
// never blocked by a writer (write-ahead log). A point read costs about 10 microseconds and may run on an event loop.
//
// No type of the engine is visible here and every call that may wait is async, so that an engine at the other end of a
// socket could serve the same calls; what differs in SQL is in `Dialect.swift`.
internal import Platform

/// An open database. Share it freely between tasks and threads.
///
///     let database = try Database.open(at: "data/martlet.db", migrations: [notes])
///     try await database.write { try $0.execute("INSERT INTO note (title) VALUES (?)", title) }
///     let count = try await database.read { try $0.value("SELECT count(*) FROM note", as: Int.self) }
public final class Database: Sendable {
  /// Where the file is.
  public let path: String
  let readers: ReaderPool
  let writer: Writer

  private init(path: String, readers: ReaderPool, writer: Writer) {
    self.path = path
    self.readers = readers
    self.writer = writer
  }

  /// Opens the database at `path`, creating it (mode 0600) when missing, and applies the migrations that are due.
  ///
  /// Blocks for as long as the migrations take. Throws `cannotOpen`, `readOnly`, `corrupt` (not a database),
  /// `newerSchema`, `migrationChanged`, `migrationFailed`, `busy`.
  public static func open(
    at path: String, migrations: [MigrationSet], configuration: DatabaseConfiguration = DatabaseConfiguration()
  ) throws(DatabaseError) -> Database {
    let writing = Connection(
      handle: try SQLiteHandle(path: path, role: .writer, configuration: configuration), dialect: .sqlite)
    try Migrator(sets: migrations).run(on: writing)
    let readers = ReaderPool(limit: configuration.readers) { () throws(DatabaseError) in
      Connection(handle: try SQLiteHandle(path: path, role: .reader, configuration: configuration), dialect: .sqlite)
    }
    return Database(path: path, readers: readers, writer: try Writer(writing))
  }

  /// Runs `body` in a transaction that reads, on the calling thread, and returns its result.
  ///
  /// All queries of `body` see one commit. Suspends only while all read connections are lent. `body` should be short:
  /// it holds up whoever runs on this thread. A write inside it is a `readOnly` error.
  nonisolated(nonsending) public func read<Result>(_ body: (Connection) throws -> Result) async throws -> Result {
    let loan = try await readers.borrow()
    defer { readers.giveBack(loan) }
    return try loan.connection.transaction(loan.connection.dialect.beginRead, body)
  }

  /// The same for a thread that may block (a `BlockingPool`'s, the command line's): it waits with the thread while all
  /// read connections are lent. Not for tasks on Swift's own threads, where enough waiting threads could keep the task
  /// that is to give a connection back from running; nor inside another read of the same database.
  public func readBlocking<Result>(_ body: (Connection) throws -> Result) throws -> Result {
    let loan = try readers.borrowBlocking()
    defer { readers.giveBack(loan) }
    return try loan.connection.transaction(loan.connection.dialect.beginRead, body)
  }

  /// Runs `body` in a transaction that writes, on the writer's thread, and returns its result once it is durable.
  ///
  /// Writes run one after another in the order they came. Whatever `body` throws undoes all it did, and nothing else, and
  /// is thrown here; a failing COMMIT (`diskFull`, `inputOutput`) likewise. Writes that wait at the same moment share one
  /// COMMIT and so one wait for the disk (`Writer`). A write that has been accepted runs even if its task is cancelled.
  @discardableResult
  nonisolated(nonsending) public func write<Result: Sendable>(
    _ body: @escaping @Sendable (Connection) throws -> Result
  ) async throws -> Result {
    try await writer.write(body)
  }

  /// Lets running reads and accepted writes finish, moves the log into the file and closes every connection. Later calls
  /// throw `closed`. Closing twice is harmless.
  public func close() async throws {
    await readers.close()
    try await writer.close()
  }
}
