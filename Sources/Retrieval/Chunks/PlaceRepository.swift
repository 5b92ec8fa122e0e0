// SQL of where a document's text is on its pages and where it leads: boxes of words, links.
//
// Boxes are kept a page a row: a citation needs one page, and a book's map would be megabytes. Packed and compressed they take
// half as many bytes as the text (a manual of 311 pages: 436 KB for 850 KB; 1,054 KB without the compression). Each function runs inside a
// transaction its caller has opened.
import Chunker
import Database
import Documents

enum PlaceRepository {
  static func insert(_ document: ExtractedText, number: Int64, _ connection: Connection) throws {
    if let boxes = document.boxes {
      for page in document.pages {
        let packed = boxes.packed(page.utf8)
        guard !packed.isEmpty, let words = Deflate.compressed(packed) else { continue }
        _ = try connection.execute(
          "INSERT INTO page_words (document_number, page, words) VALUES (?, ?, ?)", number, page.number, words)
      }
    }
    for link in document.links {
      _ = try connection.execute(
        "INSERT INTO link (document_number, utf8_start, utf8_end, address) VALUES (?, ?, ?, ?)",
        number, link.utf8.lowerBound, link.utf8.upperBound, link.address)
    }
  }

  static func delete(of number: Int64, _ connection: Connection) throws {
    _ = try connection.execute("DELETE FROM page_words WHERE document_number = ?", number)
    _ = try connection.execute("DELETE FROM link WHERE document_number = ?", number)
  }

  /// Where `ranges` of a page are on it, one box for each line; empty when the format has no places.
  static func boxes(
    of ranges: [Range<Int>], onPage page: Int, of document: Int64, _ connection: Connection
  ) throws -> [BoxMap.Box] {
    let bytes = try connection.value(
      "SELECT words FROM page_words WHERE document_number = ? AND page = ?", document, page, as: [UInt8].self)
    guard let map = bytes.flatMap(Deflate.expanded).flatMap(BoxMap.init(packed:)) else { return [] }
    return ranges.flatMap { map.boxes(of: $0, onPage: page) }
  }

  /// The links whose words lie in `range`, in order, with their places in bytes of the document's text.
  static func links(
    in range: Range<Int>, of document: Int64, _ connection: Connection
  ) throws -> [ExtractedText.Link] {
    try connection.query(
      """
      SELECT utf8_start, utf8_end, address FROM link
      WHERE document_number = ? AND utf8_start >= ? AND utf8_end <= ? AND utf8_start < ? ORDER BY utf8_start, rowid
      """, bindings: [document, range.lowerBound, range.upperBound, range.upperBound]
    ) { ExtractedText.Link(utf8: try $0["utf8_start"]..<$0["utf8_end"], address: try $0["address"]) }
  }
}
