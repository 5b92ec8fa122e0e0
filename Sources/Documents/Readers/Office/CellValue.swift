// Numbers of cells as people read them. Excel computes with 15 digits and so shows no more; its days count from the end
// of 1899 (or from 1904), with a 29 February 1900 that never was.

enum CellValue {
  /// `number` as a cell of this style shows it.
  static func text(_ number: Double, _ meaning: CellStyles.Meaning, isFrom1904: Bool) -> String {
    switch meaning {
    case .number: return plain(number)
    case .percentage: return plain(number * 100) + "%"
    case .date(let hasDay, let hasTime):
      // Beyond the year 9999, or before Excel's first day, it shows no date either.
      guard number >= 0, number < 2_958_466 else { return plain(number) }
      let seconds = Int((number * 86_400).rounded())
      let time = clock(seconds % 86_400)
      guard hasDay else { return number < 1 ? time : clock(seconds) }
      let day = date(days: seconds / 86_400, isFrom1904: isFrom1904)
      // A pattern without a clock still has one when it is not midnight, and the other way round.
      return hasTime || seconds % 86_400 != 0 ? "\(day) \(time)" : day
    }
  }

  /// At most 15 significant digits, without zeros at the end.
  private static func plain(_ number: Double) -> String {
    if number == number.rounded(), abs(number) < 1e15 { return String(Int64(number)) }
    guard number.isFinite, number != 0 else { return "\(number)" }
    // The shortest spelling is exact; what has more than 15 digits is rounded to as many.
    let magnitude = Int(number.magnitude.exponentOfTen)
    guard (-6...15).contains(magnitude) else { return "\(number)" }
    let scale = Double.tenToThe(14 - magnitude)
    let rounded = (number * scale).rounded() / scale
    let text = "\(rounded)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  private static func clock(_ seconds: Int) -> String {
    let time = "\(two(seconds / 3600)):\(two(seconds / 60 % 60))"
    return seconds % 60 == 0 ? time : "\(time):\(two(seconds % 60))"
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  /// A day as ISO 8601 writes it; the civil calendar from a count of days (Hinnant, "chrono-compatible low-level date
  /// algorithms").
  private static func date(days: Int, isFrom1904: Bool) -> String {
    // Days since 1970. Up to Excel's false leap day, its count is one behind.
    let since1970 = isFrom1904 ? days - 24_107 : days - 25_569 + (days < 60 ? 1 : 0)
    let shifted = since1970 + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * dayOfYear + 2) / 153
    let civilMonth = month < 10 ? month + 3 : month - 9
    let year = yearOfEra + era * 400 + (civilMonth <= 2 ? 1 : 0)
    return "\(year)-\(two(civilMonth))-\(two(dayOfYear - (153 * month + 2) / 5 + 1))"
  }
}

extension Double {
  /// The power of ten just below: 2 for 345.
  fileprivate var exponentOfTen: Int {
    var power = 0
    var value = self
    while value >= 10, power < 400 {
      value /= 10
      power += 1
    }
    while value < 1, power > -400 {
      value *= 10
      power -= 1
    }
    return power
  }

  fileprivate static func tenToThe(_ exponent: Int) -> Double {
    var result = 1.0
    for _ in 0..<abs(exponent) { result *= 10 }
    return exponent < 0 ? 1 / result : result
  }
}
