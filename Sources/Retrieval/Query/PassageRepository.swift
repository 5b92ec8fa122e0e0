// SQL that turns chunk ids into passages, for documents of a scope only.
import Chunker
import Database

enum PassageRepository {
  /// The passages of `scored`, in its order; ids that are gone, or whose document is outside the scope, are left out.
  static func passages(
    _ scored: [(id: Int64, score: Double)], in scope: SearchScope, _ connection: Connection
  ) throws -> [Passage] {
    let rows = try connection.query(
      """
      SELECT chunk.id, document_number, ordinal, utf8_start, utf8_end, utf16_start, utf16_end, page, heading_path,
        chunk.text, title, chunk_count
      FROM chunk JOIN document ON number = document_number WHERE chunk.id IN (SELECT value FROM json_each(?))
      """, bindings: [try JSONText(encoding: scored.map(\.id))]
    ) { ($0, try $0["id"] as Int64) }
    let byID = Dictionary(rows.map { ($0.1, $0.0) }) { first, _ in first }
    return try scored.compactMap { id, score in
      guard let row = byID[id], let file = scope.files.byDocument[try row["document_number"]] else { return nil }
      return Passage(
        chunkID: id, fileID: file.id, filename: file.filename, userID: file.userID, fileHash: file.hash,
        title: try row["title"], text: try row["text"],
        range: TextRange(
          utf8: try row["utf8_start"]..<row["utf8_end"], utf16: try row["utf16_start"]..<row["utf16_end"]),
        page: try row["page"], headingPath: try row.json("heading_path"), ordinal: try row["ordinal"], score: score,
        documentChunkCount: try row["chunk_count"])
    }
  }
}
