// How long a session token lives, as configuration and the administrator's form write it: `4w`, `12h`, `1h30m`, `-1`.

/// A span of time, or none for tokens that do not expire.
package struct TokenLifetime: Sendable, Equatable {
  /// As it was written.
  package let text: String
  /// Nil: tokens do not expire.
  package let seconds: Int64?

  /// About three thousand years: nothing that is added to it overflows.
  private static let greatestSeconds: Int64 = 100_000_000_000

  /// Nil when the text is not `-1`, `0`, or a sum of numbers with units s, m, h, d, w of up to some thousand years.
  package init?(_ text: String) {
    self.text = text
    if text == "-1" || text == "0" {
      seconds = nil
      return
    }
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800]
    var total: Int64 = 0
    var digits = ""
    for character in text {
      if character.isASCII, character.isNumber {
        digits.append(character)
      } else {
        guard let unit = units[character], let count = Int64(digits), count <= 100_000_000 else { return nil }
        total += count * unit
        guard total <= Self.greatestSeconds else { return nil }
        digits = ""
      }
    }
    guard digits.isEmpty, total > 0 else { return nil }
    seconds = total
  }

  /// The span of that many seconds, in the largest unit that divides it.
  package init(seconds: Int64?) {
    self.seconds = seconds
    guard let seconds else {
      text = "-1"
      return
    }
    let units: [(String, Int64)] = [("w", 604_800), ("d", 86_400), ("h", 3_600), ("m", 60)]
    let unit = units.first { seconds % $0.1 == 0 } ?? ("s", 1)
    text = "\(seconds / unit.1)\(unit.0)"
  }
}
