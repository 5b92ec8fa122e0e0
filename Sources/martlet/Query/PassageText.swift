// A passage as people read it on a terminal.
import Retrieval

enum PassageText {
  private static let width = 96
  private static let mostLines = 6

  /// The citation on one line, the passage below it, shortened to a few lines.
  static func describe(_ passage: Passage, rank: Int) -> String {
    var head = "\(rank). \(passage.path ?? passage.filename)"
    if let page = passage.page { head += ", page \(page)" }
    if !passage.headingPath.isEmpty { head += ", § \(passage.headingPath.joined(separator: " > "))" }
    let (utf8, utf16) = (passage.range.utf8, passage.range.utf16)
    let place =
      "   score \(JSONText.number(passage.score))  bytes \(utf8.lowerBound)..<\(utf8.upperBound)"
      + "  utf16 \(utf16.lowerBound)..<\(utf16.upperBound)  file \(passage.fileID)"
    var lines = TextWrapping.lines(of: passage.text, width: width)
    if lines.count > mostLines { lines = lines.prefix(mostLines - 1) + ["…"] }
    return ([head, place] + lines.map { "   │ " + $0 }).joined(separator: "\n") + "\n"
  }
}
