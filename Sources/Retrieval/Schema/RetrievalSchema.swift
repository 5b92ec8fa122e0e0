// The tables of this room, as migrations of the area "retrieval".
//
// `document` is what was read out of bytes: text, page map, chunks; `file` is a name somebody gave to bytes. A document
// belongs to one owner and one recipe (media type, chunking), so files of the same content share it and its vectors. A file
// has a document of its own, and another one in a knowledge base that is cut in another way.
// `chunk.commit_number` and `commit_state` carry the number that the vector store's log carries for the same change.
package import Database

package enum RetrievalSchema {
  /// Everything this room stores in the metadata database.
  package static let migrations = MigrationSet(
    area: "retrieval",
    migrations: [
      Migration(
        1, "documents, files, knowledge",
        sql: """
          CREATE TABLE commit_state (
            only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
            last_commit INTEGER NOT NULL
          );
          INSERT INTO commit_state VALUES (1, 0);

          CREATE TABLE document (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            owner_id TEXT NOT NULL,
            source_hash TEXT NOT NULL,
            recipe TEXT NOT NULL,
            media_type TEXT NOT NULL,
            title TEXT,
            metadata TEXT NOT NULL,
            pages TEXT NOT NULL,
            headings TEXT NOT NULL,
            text TEXT NOT NULL,
            text_hash TEXT NOT NULL,
            chunk_count INTEGER NOT NULL,
            embedding_model TEXT,
            commit_number INTEGER NOT NULL,
            UNIQUE (owner_id, source_hash, recipe)
          );
          CREATE INDEX document_without_vectors ON document (number) WHERE embedding_model IS NULL;

          CREATE TABLE chunk (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            document_number INTEGER NOT NULL REFERENCES document (number) ON DELETE CASCADE,
            ordinal INTEGER NOT NULL,
            utf8_start INTEGER NOT NULL,
            utf8_end INTEGER NOT NULL,
            utf16_start INTEGER NOT NULL,
            utf16_end INTEGER NOT NULL,
            page INTEGER,
            heading_path TEXT NOT NULL,
            text TEXT NOT NULL
          );
          CREATE INDEX chunk_of_document ON chunk (document_number, ordinal);
          CREATE VIRTUAL TABLE chunk_text USING fts5 (
            text, content = 'chunk', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
          );
          CREATE TRIGGER chunk_inserted AFTER INSERT ON chunk BEGIN
            INSERT INTO chunk_text (rowid, text) VALUES (new.id, new.text);
          END;
          CREATE TRIGGER chunk_deleted AFTER DELETE ON chunk BEGIN
            INSERT INTO chunk_text (chunk_text, rowid, text) VALUES ('delete', old.id, old.text);
          END;

          CREATE TABLE file (
            id TEXT PRIMARY KEY,
            user_id TEXT NOT NULL,
            filename TEXT NOT NULL,
            blob_hash TEXT NOT NULL,
            byte_count INTEGER NOT NULL,
            content_type TEXT NOT NULL,
            client_metadata TEXT NOT NULL,
            status TEXT NOT NULL,
            error TEXT,
            replacement_hash TEXT,
            document_number INTEGER REFERENCES document (number),
            text_hash TEXT,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL
          );
          CREATE INDEX file_of_user ON file (user_id, created_at);
          CREATE INDEX file_of_document ON file (document_number);
          CREATE INDEX file_of_blob ON file (blob_hash);
          CREATE INDEX file_of_replacement ON file (replacement_hash) WHERE replacement_hash IS NOT NULL;

          CREATE TABLE ingest_job (
            file_id TEXT PRIMARY KEY REFERENCES file (id) ON DELETE CASCADE,
            attempts INTEGER NOT NULL,
            queued_at INTEGER NOT NULL
          );

          CREATE TABLE knowledge (
            id TEXT PRIMARY KEY,
            user_id TEXT NOT NULL,
            name TEXT NOT NULL,
            description TEXT NOT NULL,
            client_data TEXT,
            access_control TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL
          );
          CREATE INDEX knowledge_of_user ON knowledge (user_id, updated_at);
          CREATE TABLE knowledge_file (
            knowledge_id TEXT NOT NULL REFERENCES knowledge (id) ON DELETE CASCADE,
            file_id TEXT NOT NULL REFERENCES file (id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            PRIMARY KEY (knowledge_id, file_id)
          ) WITHOUT ROWID;
          CREATE INDEX knowledge_of_file ON knowledge_file (file_id);

          CREATE TABLE named_collection (
            name TEXT NOT NULL,
            user_id TEXT NOT NULL,
            file_id TEXT NOT NULL REFERENCES file (id) ON DELETE CASCADE,
            PRIMARY KEY (name, user_id, file_id)
          ) WITHOUT ROWID;
          CREATE INDEX named_collection_of_file ON named_collection (file_id);
          """),
      Migration(
        2, "whose vectors answer queries",
        sql: """
          CREATE TABLE serving_model (
            only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
            identity TEXT NOT NULL
          );
          INSERT INTO serving_model
            SELECT 1, embedding_model FROM document WHERE embedding_model IS NOT NULL
            GROUP BY embedding_model ORDER BY count(*) DESC LIMIT 1;
          """),
      Migration(
        3, "what is embedded with a chunk, parents, places, chunking by file and knowledge base",
        sql: """
          -- Title, headings, a repeated header: embedded and searched with the chunk, and no part of its text.
          ALTER TABLE chunk ADD COLUMN context TEXT NOT NULL DEFAULT '';
          -- The larger part to read once the chunk is found.
          ALTER TABLE chunk ADD COLUMN parent_utf8_start INTEGER;
          ALTER TABLE chunk ADD COLUMN parent_utf8_end INTEGER;
          ALTER TABLE chunk ADD COLUMN parent_utf16_start INTEGER;
          ALTER TABLE chunk ADD COLUMN parent_utf16_end INTEGER;
          DROP TRIGGER chunk_inserted;
          DROP TRIGGER chunk_deleted;
          DROP TABLE chunk_text;
          CREATE VIRTUAL TABLE chunk_text USING fts5 (
            text, context, content = 'chunk', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
          );
          INSERT INTO chunk_text (chunk_text) VALUES ('rebuild');
          CREATE TRIGGER chunk_inserted AFTER INSERT ON chunk BEGIN
            INSERT INTO chunk_text (rowid, text, context) VALUES (new.id, new.text, new.context);
          END;
          CREATE TRIGGER chunk_deleted AFTER DELETE ON chunk BEGIN
            INSERT INTO chunk_text (chunk_text, rowid, text, context)
              VALUES ('delete', old.id, old.text, old.context);
          END;

          -- Text that readers of the document do not see, as JSON; NULL when there is none.
          ALTER TABLE document ADD COLUMN invisible TEXT;
          -- The places of a page's words, packed.
          CREATE TABLE page_words (
            document_number INTEGER NOT NULL REFERENCES document (number) ON DELETE CASCADE,
            page INTEGER NOT NULL,
            words BLOB NOT NULL,
            PRIMARY KEY (document_number, page)
          );
          CREATE TABLE link (
            document_number INTEGER NOT NULL REFERENCES document (number) ON DELETE CASCADE,
            utf8_start INTEGER NOT NULL,
            utf8_end INTEGER NOT NULL,
            address TEXT NOT NULL
          );
          CREATE INDEX link_of_document ON link (document_number, utf8_start);

          -- How to cut, as JSON, where somebody has said so; NULL: as the service does.
          ALTER TABLE file ADD COLUMN chunking TEXT;
          ALTER TABLE knowledge ADD COLUMN chunking TEXT;
          -- The document that stands for the file in this knowledge base; NULL: the file's own.
          ALTER TABLE knowledge_file ADD COLUMN document_number INTEGER REFERENCES document (number);
          CREATE INDEX knowledge_file_of_document ON knowledge_file (document_number)
            WHERE document_number IS NOT NULL;
          """),
    ])
}
