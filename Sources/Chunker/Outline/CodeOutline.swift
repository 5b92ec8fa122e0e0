// Source code of any usual language, without parsing it: what stands at the margin begins something, deeper lines belong to it,
// and empty lines part what is at the same depth. Braces tell where the margin lies in code that is not indented.

/// One pass over a source text.
struct CodeOutline {
  private let text: UTF8Text
  private(set) var outline = Outline()
  /// Open braces, as far as one can tell without knowing strings and comments.
  private var depth = 0
  private var isAfterBlank = true
  /// Whether the line before is a comment or an attribute, which belongs to the line after it.
  private var isIntroduced = false

  /// - Complexity: O(n).
  init(_ text: UTF8Text) {
    self.text = text
    outline.linesAreSentences = true
    var position = 0
    while position < text.count {
      let end = text.lineEnd(position)
      add(position..<end)
      position = end
    }
  }

  private mutating func add(_ line: Range<Int>) {
    let content = text.withoutLineEnd(line)
    let first = text.afterBlanks(content)
    guard first < content.upperBound else {
      (isAfterBlank, isIntroduced) = (true, false)
      return
    }
    outline.cut(line.lowerBound, level(first - content.lowerBound, first..<content.upperBound))
    let introduces = Self.introductions.contains(text[first])
    // Back at the margin every brace before it is closed, whatever strings and comments made of the count.
    if first == content.lowerBound, text[first] == 0x7D { depth = 0 } else { countBraces(content) }
    (isAfterBlank, isIntroduced) = (false, introduces)
  }

  private func level(_ indent: Int, _ code: Range<Int>) -> Outline.Level {
    if isIntroduced || closes(code) { return .line }
    let declares = declares(code)
    if indent == 0, declares || isAfterBlank && depth == 0 { return .section }
    if declares || isAfterBlank { return indent <= 4 ? .block : .item }
    return .line
  }

  private mutating func countBraces(_ range: Range<Int>) {
    for position in range {
      if text[position] == 0x7B { depth += 1 } else if text[position] == 0x7D { depth = max(0, depth - 1) }
    }
  }

  /// Comments, attributes, decorators, preprocessor lines: `//`, `#`, `@`, `*`, `--`, `;`, `%`, `[`.
  private static let introductions: Set<UInt8> = [0x2F, 0x23, 0x40, 0x2A, 0x2D, 0x3B, 0x25, 0x5B]

  /// Whether a line ends or goes on with what came before: a closing bracket, `else`, `end`, an opening brace of its own.
  private func closes(_ code: Range<Int>) -> Bool {
    switch text[code.lowerBound] {
    case 0x7D, 0x29, 0x5D, 0x7B: true
    default: Self.continuations.contains(word(code))
    }
  }

  private static let continuations: Set<String> = [
    "else", "elif", "elsif", "except", "finally", "catch", "end", "fi", "done", "esac", "then", "do", "rescue",
    "ensure",
    "when", "case", "default", "where",
  ]

  /// Whether a line begins a function, a type or the like.
  private func declares(_ code: Range<Int>) -> Bool {
    var rest = code
    // Modifiers first, a few of them at most.
    for _ in 0..<5 {
      let word = word(rest)
      if Self.declarations.contains(word) { return true }
      guard Self.modifiers.contains(word) else { return false }
      var next = rest.lowerBound + word.utf8.count
      // pub(crate), private(set)
      if next < rest.upperBound, text[next] == 0x28, let close = text.first(0x29, in: next..<rest.upperBound) {
        next = close + 1
      }
      next = text.afterBlanks(next..<rest.upperBound)
      guard next < rest.upperBound else { return false }
      rest = next..<rest.upperBound
    }
    return false
  }

  /// The letters that `range` begins with, at most 16.
  private func word(_ range: Range<Int>) -> String {
    var end = range.lowerBound
    let limit = min(range.upperBound, range.lowerBound + 17)
    while end < limit, (text[end] | 0x20) &- 0x61 < 26 || text[end] == 0x5F { end += 1 }
    guard end - range.lowerBound <= 16 else { return "" }
    return text.string(range.lowerBound..<end)
  }

  private static let declarations: Set<String> = [
    "func", "fn", "def", "class", "struct", "enum", "interface", "trait", "impl", "protocol", "extension", "actor",
    "function", "module", "namespace", "sub", "type", "union", "record", "object", "macro_rules", "template", "typedef",
    "init", "deinit", "constructor", "fun", "proc", "method", "defmodule", "defp", "instance", "package",
  ]

  private static let modifiers: Set<String> = [
    "public", "private", "internal", "protected", "package", "static", "final", "abstract", "export", "default",
    "async",
    "open", "override", "pub", "unsafe", "extern", "const", "inline", "virtual", "sealed", "partial", "mutating",
    "fileprivate", "indirect", "nonisolated", "data", "suspend", "local", "declare", "constexpr", "readonly",
    "synchronized",
  ]
}
