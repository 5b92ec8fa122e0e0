// The manifest of followed folders: which file of the corpus stands for which file of a folder, and what that was when it
// was read.
//
// It lies in the metadata database and not in a file beside the folder (which may be read-only and of another owner) or
// beside the database (which could be a step ahead or behind after a crash): a row of the manifest is written in the one
// transaction that writes the file's row and its ingest job, and goes with the file's row. So whatever moment a process is
// killed at, the next run finds a manifest that says exactly what the corpus holds, and the jobs of what was left half done.
//
// A file of the corpus is changed or deleted through a source only if a row here says that this source brought it in.
package import Database

package enum FolderSchema {
  /// The tables of followed folders; they refer to those of `RetrievalSchema`, which come first.
  package static let migrations = MigrationSet(
    area: "folders",
    migrations: [
      Migration(
        1, "followed folders and what was read of them",
        sql: """
          CREATE TABLE folder_source (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            knowledge_id TEXT NOT NULL REFERENCES knowledge (id) ON DELETE CASCADE,
            root TEXT NOT NULL,
            kind TEXT NOT NULL,
            UNIQUE (knowledge_id, root, kind)
          );
          CREATE TABLE folder_entry (
            source_id INTEGER NOT NULL REFERENCES folder_source (id) ON DELETE CASCADE,
            path BLOB NOT NULL,
            file_id TEXT NOT NULL UNIQUE REFERENCES file (id) ON DELETE CASCADE,
            content_hash TEXT NOT NULL,
            byte_count INTEGER NOT NULL,
            modified_at INTEGER NOT NULL,
            changed_at INTEGER NOT NULL,
            inode INTEGER NOT NULL,
            PRIMARY KEY (source_id, path)
          ) WITHOUT ROWID;
          CREATE INDEX knowledge_file_position ON knowledge_file (knowledge_id, position);
          """)
    ])
}
