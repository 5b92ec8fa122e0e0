// From the digits of a JSON number to a Double, as the reference library reads it.
//
// Hugging Face's `tokenizers` reads its files with `serde_json`, which by default scales the digits by one power of ten: fast,
// and for long fractions one unit in the last place beside the nearest Double. A Unigram model adds such numbers and compares
// sums; whether two ways to cut a word tie depends on that last place. So numbers are read the same way here. What else this
// room reads (configurations, offsets, thresholds) does not care.

enum JSONDecimal {
  /// The value of a number that JSON's grammar allows; nil when it is too large.
  static func value(of text: Slice<UnsafeRawBufferPointer>) -> Double? {
    var digits: UInt64 = 0
    var exponent = 0
    var isFraction = false
    var isFull = false
    var index = text.startIndex
    let isNegative = text.first == UInt8(ascii: "-")
    if isNegative { index += 1 }
    while index < text.endIndex, text[index] | 0x20 != UInt8(ascii: "e") {
      if text[index] == UInt8(ascii: ".") {
        isFraction = true
      } else {
        let (product, tooLarge) = digits.multipliedReportingOverflow(by: 10)
        let (sum, tooLargeAgain) = product.addingReportingOverflow(UInt64(text[index] - UInt8(ascii: "0")))
        // Digits that no longer fit are dropped.
        isFull = isFull || tooLarge || tooLargeAgain
        if !isFull { digits = sum }
        if isFraction != isFull { exponent += isFraction ? -1 : 1 }
      }
      index += 1
    }
    if index < text.endIndex {
      let stated = Int(String(decoding: text[(index + 1)...], as: UTF8.self)) ?? 0
      exponent += max(-100_000, min(100_000, stated))
    }
    return scaled(Double(digits), exponent).map { isNegative ? -$0 : $0 }
  }

  private static func scaled(_ digits: Double, _ exponent: Int) -> Double? {
    var value = digits
    var exponent = exponent
    while exponent < -308, value != 0 {
      value /= 1e308
      exponent += 308
    }
    guard value != 0 else { return 0 }
    guard exponent <= 308 else { return nil }
    value = exponent < 0 ? value / power(-exponent) : value * power(exponent)
    return value.isFinite ? value : nil
  }

  /// The Double nearest to 10 to the `exponent`.
  private static func power(_ exponent: Int) -> Double { powers[exponent] }

  private static let powers: [Double] = (0...308).map { Double("1e\($0)") ?? .infinity }
}
