// SQL that turns chunk ids into passages, for documents of a scope only, and passages into what is answered.
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
        parent_utf8_start, parent_utf8_end, parent_utf16_start, parent_utf16_end, context, chunk.text, title, chunk_count
      FROM chunk JOIN document ON number = document_number WHERE chunk.id IN (SELECT value FROM json_each(?))
      """, bindings: [try JSONText(encoding: scored.map(\.id))]
    ) { ($0, try $0["id"] as Int64) }
    let byID = Dictionary(rows.map { ($0.1, $0.0) }) { first, _ in first }
    return try scored.compactMap { id, score in
      guard let row = byID[id], let file = scope.files.byDocument[try row["document_number"]] else { return nil }
      let range = TextRange(
        utf8: try row["utf8_start"]..<row["utf8_end"], utf16: try row["utf16_start"]..<row["utf16_end"])
      return Passage(
        chunkID: id, fileID: file.id, filename: file.filename, userID: file.userID, fileHash: file.hash,
        title: try row["title"], text: try row["text"], context: try row["context"], range: range,
        page: try row["page"], headingPath: try row.json("heading_path"), parent: try parent(in: row),
        matches: [.init(chunkID: id, range: range, score: score)], ordinal: try row["ordinal"], score: score,
        documentChunkCount: try row["chunk_count"], documentNumber: try row["document_number"])
    }
  }

  /// The range of a chunk's parent; nil when it has none.
  static func parent(in row: Row) throws(DatabaseError) -> TextRange? {
    guard let start: Int = try row["parent_utf8_start"], let end: Int = try row["parent_utf8_end"],
      let start16: Int = try row["parent_utf16_start"], let end16: Int = try row["parent_utf16_end"],
      start <= end, start16 <= end16
    else { return nil }
    return TextRange(utf8: start..<end, utf16: start16..<end16)
  }

  /// `passages` as they are answered, in their order and at most `limit`: parents in the place of their chunks if asked, with
  /// boxes and links.
  static func answered(
    _ passages: [Passage], limit: Int, readsParents: Bool, _ connection: Connection
  ) throws -> [Passage] {
    var answered = Array((readsParents ? withParents(passages) : passages).prefix(limit))
    for (index, passage) in answered.enumerated() {
      if let page = passage.page {
        answered[index].boxes = try PlaceRepository.boxes(
          of: passage.matches.map(\.range.utf8).sorted { $0.lowerBound < $1.lowerBound }, onPage: page,
          of: passage.documentNumber, connection)
      }
      answered[index].path = try FolderRepository.path(ofFile: passage.fileID, connection)?.description
      answered[index].links = try PlaceRepository.links(
        in: passage.range.utf8, of: passage.documentNumber, connection)
      guard passage.range.utf8.count != passage.text.utf8.count else { continue }
      let text = try DocumentRepository.text(of: passage.documentNumber, in: passage.range, connection)
      answered[index].text = text ?? passage.text
    }
    return answered
  }

  /// Each chunk's parent in its place, once: parents that share a part become one passage where the best of their chunks was.
  /// The texts are still those of the chunks.
  private static func withParents(_ passages: [Passage]) -> [Passage] {
    var merged: [Passage] = []
    for var passage in passages {
      guard let parent = passage.parent else {
        merged.append(passage)
        continue
      }
      (passage.range, passage.parent) = (parent, nil)
      var place = merged.count
      // A window may join two that were apart.
      while let other = merged.lastIndex(where: { $0.overlaps(passage) }) {
        let found = merged.remove(at: other)
        passage = other < place ? found.joined(with: passage) : passage.joined(with: found)
        place = min(place, other)
      }
      merged.insert(passage, at: place)
    }
    return merged
  }
}

extension Passage {
  fileprivate func overlaps(_ other: Passage) -> Bool {
    documentNumber == other.documentNumber && range.utf8.overlaps(other.range.utf8)
  }

  /// This passage made larger by one that was found after it.
  fileprivate func joined(with other: Passage) -> Passage {
    func union(_ a: Range<Int>, _ b: Range<Int>) -> Range<Int> {
      min(a.lowerBound, b.lowerBound)..<max(a.upperBound, b.upperBound)
    }
    var joined = self
    joined.range = TextRange(utf8: union(range.utf8, other.range.utf8), utf16: union(range.utf16, other.range.utf16))
    joined.matches = (matches + other.matches).sorted { ($1.score, $0.chunkID) < ($0.score, $1.chunkID) }
    return joined
  }
}
