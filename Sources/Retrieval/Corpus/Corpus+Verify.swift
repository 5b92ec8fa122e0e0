// Checks everything a data folder promises, by reading all of it.
import Chunker
import Database

/// What `Corpus.verify` found.
public struct CorpusReport: Sendable, Codable {
  public var files: Int
  public var pendingFiles: Int
  public var failedFiles: Int
  public var documents: Int
  public var chunks: Int
  public var vectors: Int
  /// What is wrong, a sentence each; empty when all is well.
  public var problems: [String]
}

extension Corpus {
  /// Reads all rows, vectors and blobs and compares them. Takes as long as reading the data folder.
  public func verify() async throws(RetrievalError) -> CorpusReport {
    var report = try await RetrievalError.translating {
      var report = try await self.database.read { try Self.examineRows($0) }
      report.problems += try await self.database.integrityCheck()
      return report
    }
    try await examineVectors(&report)
    try await examineBlobs(&report)
    return report
  }

  private static func examineRows(_ connection: Connection) throws -> CorpusReport {
    func count(_ sql: String) throws -> Int { try connection.value("SELECT count(*) FROM \(sql)") ?? 0 }
    var report = CorpusReport(
      files: try count("file"), pendingFiles: try count("file WHERE status = 'pending'"),
      failedFiles: try count("file WHERE status = 'failed'"), documents: try count("document"),
      chunks: try count("chunk"), vectors: 0, problems: [])
    for (table, rule) in [
      ("file WHERE status = 'completed' AND document_number IS NULL", "completed files have no document"),
      ("file WHERE status = 'failed' AND error IS NULL", "failed files have no reason"),
      ("file WHERE status = 'pending' AND id NOT IN (SELECT file_id FROM ingest_job)", "pending files have no job"),
      (
        """
        document WHERE number NOT IN (
          SELECT document_number FROM file WHERE document_number IS NOT NULL
          UNION ALL SELECT document_number FROM knowledge_file WHERE document_number IS NOT NULL)
        """,
        "documents belong to no file"
      ),
      (
        """
        knowledge_file JOIN file ON file.id = file_id JOIN document ON number = knowledge_file.document_number
          WHERE status = 'completed'
            AND (owner_id <> user_id OR source_hash <> coalesce(replacement_hash, blob_hash))
        """,
        "documents of knowledge bases were not read from their files"
      ),
      (
        "document WHERE chunk_count <> (SELECT count(*) FROM chunk WHERE document_number = number)",
        "documents have another number of chunks than they should"
      ),
    ] {
      let wrong = try count(table)
      if wrong > 0 { report.problems.append("\(wrong) \(rule).") }
    }
    try examineRanges(&report, connection)
    return report
  }

  /// `text[range] == chunk.text`, for every chunk, in bytes and in UTF-16 units, and its parent is a range around it.
  private static func examineRanges(_ report: inout CorpusReport, _ connection: Connection) throws {
    let numbers = try connection.query("SELECT number FROM document", bindings: []) { try $0[0] as Int64 }
    for number in numbers {
      guard let text = try DocumentRepository.text(of: number, connection) else { continue }
      let isWrong = try connection.query(
        """
        SELECT utf8_start, utf8_end, utf16_start, utf16_end, parent_utf8_start, parent_utf8_end, parent_utf16_start,
          parent_utf16_end, text FROM chunk WHERE document_number = ?
        """, bindings: [number]
      ) { row in
        let range = TextRange(
          utf8: try row["utf8_start"]..<row["utf8_end"], utf16: try row["utf16_start"]..<row["utf16_end"])
        let chunk: String = try row["text"]
        guard range.utf8.upperBound <= text.utf8.count, range.utf8.count == chunk.utf8.count else { return true }
        if let parent = try PassageRepository.parent(in: row) {
          guard parent.utf8.lowerBound <= range.utf8.lowerBound, parent.utf8.upperBound >= range.utf8.upperBound,
            parent.utf16.lowerBound <= range.utf16.lowerBound, parent.utf16.upperBound >= range.utf16.upperBound,
            parent.utf8.upperBound <= text.utf8.count, length(of: parent, in: text) == parent.utf16.count
          else { return true }
        }
        let start = text.utf8.index(text.utf8.startIndex, offsetBy: range.utf8.lowerBound)
        let end = text.utf8.index(start, offsetBy: range.utf8.count)
        return !text.utf8[start..<end].elementsEqual(chunk.utf8) || range.utf16.count != chunk.utf16.count
      }
      let wrong = isWrong.count { $0 }
      if wrong > 0 { report.problems.append("Document \(number): \(wrong) chunks are not their range of its text.") }
    }
  }

  /// UTF-16 units of a part of `text`; nil when it does not begin and end with a character.
  private static func length(of range: TextRange, in text: String) -> Int? {
    let start = text.utf8.index(text.utf8.startIndex, offsetBy: range.utf8.lowerBound)
    let end = text.utf8.index(start, offsetBy: range.utf8.count)
    guard let lower = start.samePosition(in: text.utf16), let upper = end.samePosition(in: text.utf16) else {
      return nil
    }
    return text.utf16.distance(from: lower, to: upper)
  }

  private func examineVectors(_ report: inout CorpusReport) async throws(RetrievalError) {
    guard let index = parts.spaces.serving?.index else { return }
    report.problems += try index.problems()
    let present = try index.vectorCounts()
    let expected = try await RetrievalError.translating {
      try await self.database.read { try DocumentRepository.vectorCounts($0) }
    }
    report.vectors = present.values.reduce(0, +)
    for (number, count) in expected where count > 0 && present[number] != count {
      report.problems.append("Document \(number) has \(present[number] ?? 0) vectors instead of \(count).")
    }
    for number in present.keys where expected[number] == nil {
      report.problems.append("The index holds vectors of document \(number), which does not exist.")
    }
  }

  private func examineBlobs(_ report: inout CorpusReport) async throws(RetrievalError) {
    let referenced = try await RetrievalError.translating {
      try await self.database.read { try FileRepository.referencedBlobs($0) }
    }
    for hash in referenced.sorted() {
      guard parts.blobs.contains(hash) else {
        report.problems.append("The uploaded bytes \(hash) are missing.")
        continue
      }
      if try parts.blobs.digest(fileAt: parts.blobs.path(of: hash)).hash != hash {
        report.problems.append("The uploaded bytes \(hash) have changed on disk.")
      }
    }
    for hash in try parts.blobs.all() where !referenced.contains(hash) {
      report.problems.append("The uploaded bytes \(hash) belong to no file.")
    }
  }
}
