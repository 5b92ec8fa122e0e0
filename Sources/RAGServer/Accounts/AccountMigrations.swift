// The tables of accounts. Names are chosen so that they need no quoting in any SQL engine (`user` does in most).
package import Database

extension MigrationSet {
  /// The schema of the accounts area.
  package static let accounts = MigrationSet(
    area: "accounts",
    migrations: [
      Migration(
        1, "accounts, credentials, API keys, revoked tokens, settings",
        sql: """
          CREATE TABLE account (
            id TEXT PRIMARY KEY NOT NULL,
            ordinal INTEGER NOT NULL UNIQUE,
            name TEXT NOT NULL,
            email TEXT NOT NULL UNIQUE,
            role TEXT NOT NULL CHECK (role IN ('pending', 'user', 'admin')),
            profile_image_url TEXT NOT NULL,
            bio TEXT,
            gender TEXT,
            date_of_birth TEXT,
            settings TEXT,
            info TEXT,
            last_active_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            created_at INTEGER NOT NULL
          );

          -- `version` is raised by every change after which older session tokens must not be accepted.
          CREATE TABLE credential (
            account_id TEXT PRIMARY KEY NOT NULL REFERENCES account (id) ON DELETE CASCADE,
            password_hash TEXT NOT NULL,
            version INTEGER NOT NULL
          );

          CREATE TABLE api_key (
            key_hash BLOB PRIMARY KEY NOT NULL,
            account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
            name TEXT NOT NULL,
            hint TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            last_used_at INTEGER,
            UNIQUE (account_id, name)
          );

          -- Tokens that were signed out before they expired.
          CREATE TABLE revoked_token (
            id TEXT PRIMARY KEY NOT NULL,
            expires_at INTEGER NOT NULL
          );
          CREATE INDEX revoked_token_expiry ON revoked_token (expires_at);

          -- What an administrator has changed at run time, as JSON by name; absent means the configured value.
          CREATE TABLE account_setting (
            name TEXT PRIMARY KEY NOT NULL,
            value TEXT NOT NULL
          );
          """)
    ])
}
