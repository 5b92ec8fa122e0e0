// Splits a command's arguments into flags and operands, by the flags the command declares.
//
// `--flag value`, `--flag=value`, `--switch`, and `--` ends the flags. An unknown flag is an error that names the
// nearest known one. It knows nothing of what the flags mean.
import RAGServer

/// A command line after its command's name, taken apart.
struct Arguments {
  /// A flag a command understands.
  struct Flag: Hashable {
    let name: String
    /// What stands for the value in help; nil for a switch.
    let placeholder: String?
    let help: String

    init(_ name: String, _ placeholder: String? = nil, _ help: String) {
      self.name = name
      self.placeholder = placeholder
      self.help = help
    }
  }

  /// Of a flag that was given several times, the last value.
  var values: [String: String] { lists.compactMapValues(\.last) }
  /// All values of each flag, in their order.
  private(set) var lists: [String: [String]] = [:]
  private(set) var switches: Set<String> = []
  private(set) var operands: [String] = []

  /// - Throws: `ConfigurationError` for an unknown flag or a missing value.
  init(_ words: ArraySlice<String>, flags: [Flag]) throws(ConfigurationError) {
    let byName = Dictionary(flags.map { ($0.name, $0) }) { first, _ in first }
    var words = words
    while let word = words.popFirst() {
      if word == "--" {
        operands += words
        return
      }
      guard word.hasPrefix("-"), word != "-" else {
        operands.append(word)
        continue
      }
      let name = word.firstIndex(of: "=").map { String(word[..<$0]) } ?? word
      guard let flag = byName[name] else { throw Self.unknown(name, among: flags) }
      if flag.placeholder == nil {
        switches.insert(name)
      } else if let equals = word.firstIndex(of: "=") {
        lists[name, default: []].append(String(word[word.index(after: equals)...]))
      } else if let value = words.popFirst() {
        lists[name, default: []].append(value)
      } else {
        throw ConfigurationError(.missingValue, "\(name) needs a value: \(name) \(flag.placeholder ?? "VALUE").")
      }
    }
  }

  private static func unknown(_ name: String, among flags: [Flag]) -> ConfigurationError {
    let nearest = flags.map { ($0.name, distance(name, $0.name)) }.min { $0.1 < $1.1 }
    let hint = nearest.flatMap { $0.1 <= 3 ? " Did you mean \($0.0)?" : nil } ?? ""
    return ConfigurationError(.unknownFlag, "Unknown flag \(name).\(hint)")
  }

  /// Levenshtein distance; the words are short.
  private static func distance(_ a: String, _ b: String) -> Int {
    let b = Array(b)
    var row = Array(0...b.count)
    for (i, x) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, y) in b.enumerated() {
        (diagonal, row[j + 1]) = (row[j + 1], min(row[j + 1] + 1, row[j] + 1, diagonal + (x == y ? 0 : 1)))
      }
    }
    return row[b.count]
  }
}
