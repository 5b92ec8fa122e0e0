// Which lines of a PDF are headings: a page only says how large things are printed. What most of the text is printed in is
// the body; what is clearly larger, short, and rare, is a heading, and the largest is the outermost.

enum PDFHeadings {
  /// How much larger than the body a heading is at least.
  private static let leastRatio = 1.12
  private static let mostLevels = 6
  /// Longer than this is no heading, in bytes.
  private static let longest = 200

  static func find(_ lines: [PDFTextWriter.Line], in bytes: [UInt8]) -> [ExtractedText.Heading] {
    // Heights in half points, weighted by how much text they have.
    var weights: [Int: Int] = [:]
    for line in lines { weights[size(line.height), default: 0] += line.utf8.count }
    guard let body = weights.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else { return [] }
    let total = weights.values.reduce(0, +)
    let least = Double(body.key) * leastRatio
    // A print that much of the text is in is another body.
    let sizes = weights.filter { Double($0.key) >= least && $0.value * 8 < total }.keys.sorted(by: >)
    guard !sizes.isEmpty else { return [] }
    let levels = levels(of: sizes)

    var headings: [ExtractedText.Heading] = []
    var last: (level: Int, block: Int, lineCount: Int)?
    for line in lines {
      guard let level = levels[size(line.height)], line.utf8.count <= longest,
        let text = words(bytes[line.utf8])
      else {
        last = nil
        continue
      }
      if let open = last, open.level == level, open.block == line.block, open.lineCount < 3 {
        // A heading of several lines.
        headings[headings.count - 1].title += " " + text
        last?.lineCount += 1
      } else {
        headings.append(.init(level: level, title: text, utf8Offset: line.utf8.lowerBound))
        last = (level, line.block, 1)
      }
    }
    return headings
  }

  private static func size(_ height: Double) -> Int { Int((min(max(height, 0), 1000) * 2).rounded()) }

  /// The level of each size; sizes that differ by less than a tenth are one.
  private static func levels(of sizes: [Int]) -> [Int: Int] {
    var levels: [Int: Int] = [:]
    var level = 0
    var largest = 0
    for size in sizes {
      if level == 0 || Double(size) < Double(largest) * 0.92 {
        level = min(level + 1, mostLevels)
        largest = size
      }
      levels[size] = level
    }
    return levels
  }

  /// The line's words, when it has letters: a page's number in large print is no heading.
  private static func words(_ bytes: ArraySlice<UInt8>) -> String? {
    let text = FlowText.singleLine(String(decoding: bytes, as: UTF8.self))
    return text.unicodeScalars.contains { $0.properties.isAlphabetic } ? text : nil
  }
}
