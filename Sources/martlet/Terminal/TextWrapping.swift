// Breaks prose into lines for a terminal. Counts characters, not columns: good enough for what people read here.

enum TextWrapping {
  /// The lines of `text`, broken at white space, none longer than `width` unless a single word is. At least one line.
  static func lines(of text: String, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(whereSeparator: \.isWhitespace) {
      if !line.isEmpty && line.count + 1 + word.count > width {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " " + word
    }
    lines.append(line)
    return lines
  }
}
