// The headings of each language.

extension MarkupScanner {
  /// A title is a line with a line of one punctuation sign under it, as long or longer, and perhaps one over it. Which
  /// sign is which level, the order of their first use says (docutils, "Sections").
  mutating func scanRestructuredText(_ bytes: [UInt8]) {
    var styles: [[UInt8]] = []
    var previous: ArraySlice<UInt8> = []
    var beforePrevious: ArraySlice<UInt8> = []
    var found: [(style: [UInt8], words: ArraySlice<UInt8>)] = []
    var fields: [(String, ArraySlice<UInt8>)] = []
    Self.forEachLine(bytes) { line in
      defer {
        beforePrevious = previous
        previous = line
      }
      if let sign = Self.ruleSign(line), !previous.isEmpty, previous.first != 0x20, Self.ruleSign(previous) == nil,
        line.count >= String(decoding: previous, as: UTF8.self).count
      {
        found.append((Self.ruleSign(beforePrevious) == sign ? [sign, sign] : [sign], previous))
        previous = []
      } else if let sign = Self.ruleSign(line), previous.first == 0x20, Self.ruleSign(beforePrevious) == sign {
        // With a line over it, the title may be set in.
        found.append(([sign, sign], previous.drop { $0 == 0x20 }))
        previous = []
      } else if line.starts(with: ":".utf8), let end = line.dropFirst().firstIndex(of: UInt8(ascii: ":")) {
        fields.append((String(decoding: line[(line.startIndex + 1)..<end], as: UTF8.self).lowercased(), line[(end + 1)...]))
      }
    }
    for (style, words) in found {
      let level = styles.firstIndex(of: style) ?? styles.count
      if level == styles.count { styles.append(style) }
      add(level: level + 1, words, at: words.startIndex)
    }
    for (name, value) in fields where ["author", "date"].contains(name) { note(name, value) }
  }

  /// The sign of a line that is only a rule of it.
  private static func ruleSign(_ line: ArraySlice<UInt8>) -> UInt8? {
    guard line.count >= 2, let sign = line.first, (0x21...0x7E).contains(sign), !isAlphanumeric(sign),
      line.allSatisfy({ $0 == sign })
    else { return nil }
    return sign
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  /// Stars and a space; `#+TITLE:` and the like; blocks between `#+BEGIN_…` and `#+END_…` are passed over.
  mutating func scanOrg(_ bytes: [UInt8]) {
    var scanner = self
    var isInBlock = false
    Self.forEachLine(bytes) { line in
      if line.starts(with: "#+".utf8) {
        let word = String(decoding: line.prefix(40), as: UTF8.self).lowercased()
        if word.hasPrefix("#+begin") { isInBlock = true }
        if word.hasPrefix("#+end") { isInBlock = false }
        for name in ["title", "author", "date", "language"] where word.hasPrefix("#+\(name):") {
          scanner.note(name, line.dropFirst(name.utf8.count + 3))
        }
      } else if !isInBlock, line.first == UInt8(ascii: "*") {
        let stars = line.prefix { $0 == UInt8(ascii: "*") }.count
        guard line.dropFirst(stars).first == 0x20 else { return }
        scanner.add(level: stars, Self.withoutOrgMarks(line.dropFirst(stars + 1)), at: line.startIndex)
      }
    }
    self = scanner
  }

  /// Without `TODO` before and `:tags:` after.
  private static func withoutOrgMarks(_ words: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var words = words
    for mark in ["TODO ", "DONE "] where words.starts(with: mark.utf8) { words = words.dropFirst(mark.utf8.count) }
    if words.last == UInt8(ascii: ":"), let space = words.lastIndex(of: 0x20), words[(space + 1)...].first == UInt8(ascii: ":") {
      words = words[..<space]
    }
    return words
  }

  /// Equals signs (or Markdown's, which AsciiDoc takes too) and a space; delimited blocks are passed over.
  mutating func scanAsciiDoc(_ bytes: [UInt8]) {
    var scanner = self
    var delimiter: [UInt8]?
    var isFirst = true
    Self.forEachLine(bytes) { line in
      if let open = delimiter {
        if line.elementsEqual(open) { delimiter = nil }
        return
      }
      if line.count >= 4, let sign = line.first, "-.+/`".utf8.contains(sign), line.allSatisfy({ $0 == sign }) {
        delimiter = Array(line)
        return
      }
      guard let sign = line.first, sign == UInt8(ascii: "=") || sign == UInt8(ascii: "#") else {
        for name in ["author", "date", "lang"] where line.starts(with: ":\(name):".utf8) {
          scanner.note(name == "lang" ? "language" : name, line.dropFirst(name.utf8.count + 2))
        }
        if !line.isEmpty { isFirst = false }
        return
      }
      let count = line.prefix { $0 == sign }.count
      guard count <= 6, line.dropFirst(count).first == 0x20 else { return }
      let words = line.dropFirst(count + 1)
      if count == 1, isFirst { scanner.note("title", words) }
      isFirst = false
      scanner.add(level: count, words, at: line.startIndex)
    }
    self = scanner
  }

  /// `\section{…}` and its kin, also with a star or a short form; comments and verbatim environments are passed over.
  mutating func scanLatex(_ bytes: [UInt8]) {
    let commands: [(name: String, level: Int)] = [
      ("part", 1), ("chapter", 1), ("section", 2), ("subsection", 3), ("subsubsection", 4), ("paragraph", 5),
      ("subparagraph", 6),
    ]
    var verbatim: [UInt8]?
    var position = 0
    while let index = bytes[position...].firstIndex(where: { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "%") }) {
      position = index + 1
      if let end = verbatim {
        if bytes[index...].starts(with: end) { verbatim = nil }
        continue
      }
      if bytes[index] == UInt8(ascii: "%") {
        position = bytes[index...].firstIndex(of: 0x0A) ?? bytes.count
        continue
      }
      let name = bytes[position...].prefix(20).prefix { $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A }
      // An escaped sign is no command; two backslashes are a line's end.
      if name.isEmpty {
        position = min(position + 1, bytes.count)
        continue
      }
      position = name.endIndex
      let word = String(decoding: name, as: UTF8.self)
      guard let argument = Self.argument(bytes, at: position) else { continue }
      if word == "begin" {
        let environment = String(decoding: bytes[argument], as: UTF8.self)
        if ["verbatim", "lstlisting", "minted", "Verbatim", "comment"].contains(environment) {
          verbatim = Array("\\end{\(environment)}".utf8)
        }
      } else if let command = commands.first(where: { $0.name == word }) {
        add(level: command.level, Self.plainLatex(bytes[argument]), at: index)
      } else if ["title", "author", "date"].contains(word) {
        note(word, Self.plainLatex(bytes[argument]))
      }
      position = argument.upperBound
    }
    // An article has no chapters: its sections are the outermost.
    if let least = headings.map(\.level).min(), least > 1 {
      for index in headings.indices { headings[index].level -= least - 1 }
    }
  }

  /// The braces' content after a command, its star and its optional argument.
  private static func argument(_ bytes: [UInt8], at start: Int) -> Range<Int>? {
    var index = start
    if index < bytes.count, bytes[index] == UInt8(ascii: "*") { index += 1 }
    let limit = min(bytes.count, start + 2000)
    if index < limit, bytes[index] == UInt8(ascii: "[") {
      guard let close = bytes[index..<limit].firstIndex(of: UInt8(ascii: "]")) else { return nil }
      index = close + 1
    }
    guard index < limit, bytes[index] == UInt8(ascii: "{") else { return nil }
    var depth = 0
    for position in index..<limit {
      if bytes[position] == UInt8(ascii: "{") { depth += 1 }
      if bytes[position] == UInt8(ascii: "}") { depth -= 1 }
      if depth == 0 { return (index + 1)..<position }
    }
    return nil
  }

  /// A title without its commands: `\emph{Birds}` is Birds.
  private static func plainLatex(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var result: [UInt8] = []
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\\"):
        let name = bytes[index...].prefix { $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A }
        index = name.endIndex
        if name.isEmpty, index < bytes.endIndex, "&%$#_{}".utf8.contains(bytes[index]) {
          result.append(bytes[index])
          index += 1
        } else if name.isEmpty, index < bytes.endIndex {
          result.append(0x20)
          index += 1
        }
      case UInt8(ascii: "{"), UInt8(ascii: "}"): break
      case UInt8(ascii: "~"): result.append(0x20)
      default: result.append(byte)
      }
    }
    return result[...]
  }
}
