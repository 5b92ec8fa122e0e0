// Brings a database to the schema this program knows. Runs at open, on the writer's connection, before anyone reads.
//
// Each step takes the write lock and looks again whether it is still to be done, so two processes that start at once do
// not apply it twice.
internal import Glibc

struct Migrator {
  let sets: [MigrationSet]

  /// Applies what is missing. Throws `newerSchema`, `migrationChanged`, `migrationFailed` or what the engine reports.
  func run(on connection: Connection) throws(DatabaseError) {
    try checkNumbers()
    try connection.execute(connection.dialect.createMigrationTable)
    for set in sets {
      try refuseNewer(set, connection)
      for migration in set.migrations { try apply(migration, of: set.area, connection) }
    }
  }

  private func checkNumbers() throws(DatabaseError) {
    for set in sets where set.migrations.map(\.number) != Array(1..<(set.migrations.count + 1)) {
      throw DatabaseError(.misuse, "the migrations of area \(set.area) are not numbered 1, 2, 3, …")
    }
    guard Set(sets.map(\.area)).count == sets.count else {
      throw DatabaseError(.misuse, "two migration sets share an area: \(sets.map(\.area))")
    }
  }

  private func refuseNewer(_ set: MigrationSet, _ connection: Connection) throws(DatabaseError) {
    let newest: Int =
      try connection.value("SELECT coalesce(max(number), 0) FROM schema_migration WHERE area = ?", set.area) ?? 0
    guard newest <= set.migrations.count else {
      throw DatabaseError(
        .newerSchema,
        "this database was written by a newer version: its schema for \(set.area) is at \(newest), "
          + "this program knows \(set.migrations.count)")
    }
  }

  private func apply(_ migration: Migration, of area: String, _ connection: Connection) throws(DatabaseError) {
    if try isApplied(migration, of: area, connection) { return }
    do {
      try connection.transaction(connection.dialect.beginWrite) { connection in
        if try isApplied(migration, of: area, connection) { return }
        switch migration.body {
        case .sql(let sql): try connection.executeScript(sql)
        case .code(let run): try run(connection)
        }
        try connection.execute(
          "INSERT INTO schema_migration (area, number, name, checksum, applied_at) VALUES (?, ?, ?, ?, ?)",
          area, migration.number, migration.name, migration.checksum, Int64(time(nil)))
      }
    } catch {
      throw DatabaseError(
        .migrationFailed, "migration \(area)/\(migration.number) (\(migration.name)) failed; nothing of it was kept",
        cause: error)
    }
  }

  private func isApplied(
    _ migration: Migration, of area: String, _ connection: Connection
  ) throws(DatabaseError) -> Bool {
    let recorded: String? = try connection.value(
      "SELECT checksum FROM schema_migration WHERE area = ? AND number = ?", area, migration.number)
    guard let recorded else { return false }
    guard recorded == migration.checksum else {
      throw DatabaseError(
        .migrationChanged,
        "migration \(area)/\(migration.number) (\(migration.name)) was applied with another content than this program's"
      )
    }
    return true
  }
}
