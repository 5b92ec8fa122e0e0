// The block of "key: value" lines that many Markdown programs put before the text, between two lines of "---".
// Only plain values are read; this is no YAML parser, and what it does not understand it leaves alone.

/// A Markdown text's front matter.
struct FrontMatter {
  /// The simple fields, keys in lower case, quotes around values removed.
  private(set) var fields: [String: String] = [:]
  /// Where the front matter ends, in UTF-8 bytes; 0 when there is none.
  private(set) var end = 0

  init(_ text: String) {
    guard text.utf8.starts(with: "---\n".utf8) else { return }
    var offset = 4
    for line in text.dropFirst(4).prefix(1 << 16).split(separator: "\n", omittingEmptySubsequences: false) {
      offset += line.utf8.count + 1
      if line == "---" || line == "..." {
        end = offset
        return
      }
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, line.first?.isLetter == true else { continue }
      let value = FlowText.singleLine(String(parts[1]))
      let isQuoted = value.count > 1 && (value.first == "\"" || value.first == "'") && value.last == value.first
      let plain = isQuoted ? String(value.dropFirst().dropLast()) : value
      if !plain.isEmpty { fields[parts[0].lowercased()] = plain }
    }
    fields = [:]  // never closed: it is a rule and text
  }
}
