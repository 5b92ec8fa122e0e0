// The `account` table.
package import Database

/// Reads and writes users within one transaction.
package struct UserStore {
  private let connection: Connection

  package init(_ connection: Connection) { self.connection = connection }

  private static let columns = """
    account.id, account.name, account.email, account.role, account.profile_image_url, account.bio, account.gender,
    account.date_of_birth, account.settings, account.info, account.last_active_at, account.updated_at, account.created_at
    """

  package static func decode(_ row: Row) throws(DatabaseError) -> User {
    User(
      id: try row["id"], name: try row["name"], email: try row["email"], role: try row["role"],
      profileImageURL: try row["profile_image_url"], bio: try row["bio"], gender: try row["gender"],
      dateOfBirth: try row["date_of_birth"], settings: try row["settings"], info: try row["info"],
      lastActiveAt: try row["last_active_at"],
      updatedAt: try row["updated_at"], createdAt: try row["created_at"])
  }

  package func count() throws(DatabaseError) -> Int {
    try connection.value("SELECT count(*) FROM account") ?? 0
  }

  package func adminCount() throws(DatabaseError) -> Int {
    try connection.value("SELECT count(*) FROM account WHERE role = ?", Role.admin) ?? 0
  }

  package func find(id: String) throws(DatabaseError) -> User? {
    guard let row = try connection.first("SELECT \(Self.columns) FROM account WHERE id = ?", id) else { return nil }
    return try Self.decode(row)
  }

  package func find(email: String) throws(DatabaseError) -> User? {
    guard let row = try connection.first("SELECT \(Self.columns) FROM account WHERE email = ?", email) else {
      return nil
    }
    return try Self.decode(row)
  }

  /// The first administrator, who cannot be demoted or removed over the API.
  package func primaryAdmin() throws(DatabaseError) -> User? {
    let sql = "SELECT \(Self.columns) FROM account WHERE role = ? ORDER BY ordinal LIMIT 1"
    guard let row = try connection.first(sql, Role.admin) else { return nil }
    return try Self.decode(row)
  }

  /// Adds a user; `uniqueViolation` when the email is taken.
  package func insert(_ user: User) throws(DatabaseError) {
    try connection.execute(
      """
      INSERT INTO account (id, ordinal, name, email, role, profile_image_url, bio, gender, date_of_birth,
        last_active_at, updated_at, created_at)
      SELECT ?, coalesce(max(ordinal), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM account
      """,
      user.id, user.name, user.email, user.role, user.profileImageURL, user.bio, user.gender, user.dateOfBirth,
      user.lastActiveAt, user.updatedAt, user.createdAt)
  }

  /// Writes everything but the id, the role and the times of creation and last activity.
  package func update(_ user: User) throws(DatabaseError) {
    try connection.execute(
      """
      UPDATE account SET name = ?, email = ?, profile_image_url = ?, bio = ?, gender = ?, date_of_birth = ?,
        updated_at = ? WHERE id = ?
      """,
      user.name, user.email, user.profileImageURL, user.bio, user.gender, user.dateOfBirth, user.updatedAt, user.id)
  }

  /// Notes that something about the user has changed.
  package func touch(_ id: String, now: Int64) throws(DatabaseError) {
    try connection.execute("UPDATE account SET updated_at = ? WHERE id = ?", now, id)
  }

  package func setRole(_ role: Role, of id: String, now: Int64) throws(DatabaseError) {
    try connection.execute("UPDATE account SET role = ?, updated_at = ? WHERE id = ?", role, now, id)
  }

  package func document(_ document: UserDocument, of id: String) throws(DatabaseError) -> JSONText? {
    guard let row = try connection.first("SELECT \(document.rawValue) FROM account WHERE id = ?", id) else {
      return nil
    }
    return try row[0]
  }

  package func setDocument(_ document: UserDocument, _ text: JSONText, of id: String) throws(DatabaseError) {
    try connection.execute("UPDATE account SET \(document.rawValue) = ? WHERE id = ?", text, id)
  }

  package func recordActivity(of id: String, at now: Int64) throws(DatabaseError) {
    try connection.execute("UPDATE account SET last_active_at = ? WHERE id = ? AND last_active_at < ?", now, id, now)
  }

  /// Removes the user with password and keys.
  package func delete(id: String) throws(DatabaseError) {
    try connection.execute("DELETE FROM account WHERE id = ?", id)
  }

  /// A page of users and how many match in all.
  package func list(_ selection: UserSelection) throws(DatabaseError) -> (users: [User], total: Int) {
    var condition = ""
    var bindings: [(any SQLBindable)?] = []
    if let query = selection.query, !query.isEmpty {
      let like = "\(connection.dialect.caseInsensitiveLike) ? ESCAPE '\\'"
      condition = "WHERE name \(like) OR email \(like)"
      let pattern = "%" + connection.dialect.escapedForLike(query) + "%"
      bindings = [pattern, pattern]
    }
    let order =
      "\(selection.order.column) \(selection.isAscending ? "ASC" : "DESC"), ordinal \(selection.isAscending ? "ASC" : "DESC")"
    var page = ""
    var pageBindings = bindings
    if let limit = selection.limit {
      page = "LIMIT ? OFFSET ?"
      pageBindings += [limit, selection.offset]
    }
    let rows = try connection.query(
      "SELECT \(Self.columns) FROM account \(condition) ORDER BY \(order) \(page)", bindings: pageBindings)
    var users: [User] = []
    for row in rows { users.append(try Self.decode(row)) }
    let total = try connection.first("SELECT count(*) FROM account \(condition)", bindings: bindings)
    return (users, try total?[0] ?? 0)
  }
}

/// Which users to list, in what order.
package struct UserSelection: Sendable {
  /// The columns one may sort by; never a caller's own text, which would end up in the SQL.
  package enum Order: String, Sendable {
    case name, email, role
    case createdAt = "created_at"
    case updatedAt = "updated_at"
    case lastActiveAt = "last_active_at"

    fileprivate var column: String { rawValue }
  }

  /// A part of the name or email; nil or empty: everybody.
  package var query: String?
  package var order: Order = .createdAt
  package var isAscending = false
  package var offset = 0
  /// Nil: no limit.
  package var limit: Int?

  package init() {}
}

extension Role: SQLBindable, SQLDecodable {}
