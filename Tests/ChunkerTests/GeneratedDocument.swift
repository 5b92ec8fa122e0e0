// Documents for the property tests: made from a seed out of everything that splitters stumble over, with a record of what is
// where, so that no test has to parse what the chunker parses.
import Chunker
import TestSupport

struct GeneratedDocument {
  var text = ""
  /// Headings with their offsets.
  var headings: [ChunkHeading] = []
  /// Fences and tables, and how many bytes of them are opener or header.
  var blocks: [(range: Range<Int>, headByteCount: Int)] = []

  static let words = [
    "swift", "nest", "eaves", "a", "of", "Tower", "é", "жук", "漢字", "e\u{301}te\u{301}", "👩‍👩‍👧‍👦", "👍🏽", "🇨🇭🇨🇭", "नमस्ते",
    "x\u{308}\u{301}\u{302}", "supercalifragilisticexpialidocious", "3.14", "e.g.", "(wing)", "“flight”", "한국어", "f(x)",
    "ก\u{E33}", "_it_", "`code`",
  ]

  static func markdown(seed: UInt64, lineEnd: String, blockCount: Int) -> GeneratedDocument {
    var random = SeededRandom(seed: seed)
    var document = GeneratedDocument()
    for _ in 0..<blockCount { document.addBlock(lineEnd, &random) }
    return document
  }

  /// Text of any kind that no structure is known of.
  static func code(seed: UInt64, lineEnd: String) -> String {
    var random = SeededRandom(seed: seed)
    var text = ""
    for number in 0..<Int.random(in: 1...25, using: &random) {
      text += ["", "// \(sentence(&random))\(lineEnd)", "@attribute\(lineEnd)"].randomElement(using: &random) ?? ""
      text += "\(["func", "class", "def", "static int"].randomElement(using: &random) ?? "") f\(number)() {\(lineEnd)"
      for _ in 0..<Int.random(in: 0...30, using: &random) {
        text += String(repeating: "  ", count: Int.random(in: 1...4, using: &random))
        text += "\(sentence(&random, Int.random(in: 1...8, using: &random)));\(lineEnd)"
        if Int.random(in: 0..<6, using: &random) == 0 { text += lineEnd }
      }
      text += "}\(lineEnd)" + (Bool.random(using: &random) ? lineEnd : "")
    }
    return text
  }

  static func table(seed: UInt64, lineEnd: String) -> String {
    var random = SeededRandom(seed: seed)
    var text = "name,note,number\(lineEnd)"
    for number in 0..<Int.random(in: 1...60, using: &random) {
      let note = sentence(&random, Int.random(in: 1...20, using: &random))
      let isQuoted = Int.random(in: 0..<4, using: &random) == 0
      text += "row \(number),\(isQuoted ? "\"\(note)\(lineEnd)\"\"more\"\", \(note)\"" : note),\(number)\(lineEnd)"
    }
    return text
  }

  private mutating func addBlock(_ lineEnd: String, _ random: inout SeededRandom) {
    let start = text.utf8.count
    switch Int.random(in: 0..<9, using: &random) {
    case 0:
      let level = Int.random(in: 1...4, using: &random)
      let title = Self.sentence(&random, 3).filter { $0 != "`" && $0 != "_" }
      headings.append(ChunkHeading(level: level, title: title, utf8Offset: start))
      text += String(repeating: "#", count: level) + " " + title + lineEnd
      if Bool.random(using: &random) { text += lineEnd }
    case 1:
      let title = "Setext " + Self.sentence(&random, 2)
      headings.append(ChunkHeading(level: 2, title: title, utf8Offset: start))
      text += title + lineEnd + "-----" + lineEnd + lineEnd
    case 2:
      let opener = "```python" + lineEnd
      text += opener
      for _ in 0..<Int.random(in: 1...30, using: &random) {
        text +=
          ["# no heading", "  x = 1", "", "print(\"\(Self.sentence(&random, 2))\")", "| - |"]
          .randomElement(using: &random) ?? ""
        text += lineEnd
      }
      text += "```" + lineEnd
      blocks.append((start..<text.utf8.count, opener.utf8.count))
      text += lineEnd
    case 3:
      let header = "| a | b |" + lineEnd + "|---|:-:|" + lineEnd
      text += header
      for row in 0..<Int.random(in: 1...30, using: &random) {
        text += "| \(row) | \(Self.sentence(&random, 3)) |" + lineEnd
      }
      blocks.append((start..<text.utf8.count, header.utf8.count))
      text += lineEnd
    case 4:
      for number in 1...Int.random(in: 1...8, using: &random) {
        text += [" - ", "* ", "\(number). ", "- [ ] "].randomElement(using: &random) ?? ""
        text += Self.sentence(&random, 6) + lineEnd
        if Bool.random(using: &random) { text += "  " + Self.sentence(&random, 5) + lineEnd }
      }
      text += lineEnd
    case 5:
      text += (Self.words.randomElement(using: &random) ?? "") + lineEnd + lineEnd
    case 6:
      let word = Self.words.randomElement(using: &random) ?? "x"
      text += String(repeating: word, count: Int.random(in: 1...400, using: &random)) + lineEnd + lineEnd
    default:
      for _ in 0..<Int.random(in: 1...12, using: &random) {
        text += Self.sentence(&random, Int.random(in: 1...25, using: &random))
        text += [". ", "! ", "?\(lineEnd)", "。", " ", ".) ", "…\(lineEnd)"].randomElement(using: &random) ?? ""
      }
      text += "End." + lineEnd + lineEnd
    }
  }

  private static func sentence(_ random: inout SeededRandom, _ count: Int = 5) -> String {
    // A capital in front, so that a line can be no list item, fence or heading by chance.
    (["It"] + (0..<count).map { _ in words.randomElement(using: &random) ?? "" }).joined(separator: " ")
  }
}
