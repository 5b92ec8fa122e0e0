// What a log line says beside its message. The values are a closed set of plain kinds, so nothing gets into the log by
// having a description: a secret, a request or a row has to be named field by field, and a `Secret` logs as its placeholder.

/// The fields of a log line, in order.
public struct LogFields: Sendable, ExpressibleByDictionaryLiteral {
  private(set) var entries: [(name: String, value: LogValue)]

  public init(dictionaryLiteral elements: (String, LogValue)...) {
    entries = elements.map { (name: $0, value: $1) }
  }

  /// Adds a field, or replaces the one of that name.
  public subscript(name: String) -> LogValue? {
    get { entries.last { $0.name == name }?.value }
    set {
      entries.removeAll { $0.name == name }
      if let newValue { entries.append((name: name, value: newValue)) }
    }
  }

  /// These fields and those of `other`, which win.
  public func merging(_ other: LogFields) -> LogFields {
    if entries.isEmpty { return other }
    var merged = self
    for entry in other.entries { merged[entry.name] = entry.value }
    return merged
  }
}

/// The value of a field.
public enum LogValue: Sendable, Equatable {
  case string(String)
  case integer(Int)
  case double(Double)
  case bool(Bool)
  case null

  /// A secret shows that it is there, and nothing else.
  public static func secret<Value>(_ value: Secret<Value>) -> LogValue { .string(value.description) }

  /// An error's own description. Errors that may carry a user's text should be named by their code instead.
  public static func error(_ error: any Error) -> LogValue { .string(String(describing: error)) }
}

extension LogValue: ExpressibleByStringLiteral, ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
{
  public init(stringLiteral value: String) { self = .string(value) }
  public init(integerLiteral value: Int) { self = .integer(value) }
  public init(floatLiteral value: Double) { self = .double(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(nilLiteral: ()) { self = .null }
}
