// Passages as `martlet query --json` prints them.
import Retrieval

struct PassageListing: Encodable {
  var query: String
  var seconds: Double
  var passages: [Item]

  struct Item: Encodable {
    var rank: Int
    var score: Double
    var text: String
    var fileID: String
    var filename: String
    var path: String?
    var page: Int?
    var headings: [String]
    var utf8: [Int]
    var utf16: [Int]

    private enum CodingKeys: String, CodingKey {
      case rank, score, text, filename, path, page, headings, utf8, utf16
      case fileID = "file_id"
    }
  }

  init(query: String, seconds: Double, passages: [Passage]) {
    self.query = query
    self.seconds = seconds
    self.passages = passages.enumerated().map { index, passage in
      Item(
        rank: index + 1, score: passage.score, text: passage.text, fileID: passage.fileID, filename: passage.filename,
        path: passage.path, page: passage.page, headings: passage.headingPath,
        utf8: [passage.range.utf8.lowerBound, passage.range.utf8.upperBound],
        utf16: [passage.range.utf16.lowerBound, passage.range.utf16.upperBound])
    }
  }
}
