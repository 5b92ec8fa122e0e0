// The little JSON the command line writes: strings and numbers in their exact form.
import FoundationEssentials

enum JSONText {
  /// `value` as a JSON string, with its quotes.
  static func quoted(_ value: String) -> String {
    (try? JSONEncoder().encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
  }

  /// A number with three decimals.
  static func number(_ value: Double) -> String {
    let thousandths = Int((abs(value) * 1_000).rounded())
    let decimals = String(thousandths % 1_000)
    return (value < 0 ? "-" : "") + "\(thousandths / 1_000)." + String(repeating: "0", count: 3 - decimals.count)
      + decimals
  }

  /// `value` as JSON in one line, keys in a stable order.
  static func line(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  /// `value` as JSON, keys in a stable order.
  static func encoded(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}
