// Payloads as a search sees them.

/// Columns and keyword texts, taken once for a search.
struct PayloadView: Sendable {
  /// By column number.
  let columns: [PayloadColumn?]
  let text: TermText?

  /// The payload of a slot that the search may return, and of which the view was taken after the search began.
  func payload(of slot: UInt32) -> Payload {
    var payload = Payload()
    for case let column? in columns {
      let key = column.key(slot)
      guard key != PayloadKey.absent, let value = value(of: key, type: column.type) else { continue }
      payload[column.name] = value
    }
    return payload
  }

  /// The value behind a key; `nil` for a key that no value has.
  func value(of key: UInt64, type: PayloadType) -> PayloadValue? {
    switch type {
    case .keyword:
      guard let text, let term = UInt32(exactly: key - 1), term < text.termLimit else { return nil }
      return .keyword(String(decoding: text.text(term), as: UTF8.self))
    case .integer: return .integer(PayloadKey.integer(key))
    case .float: return .float(PayloadKey.float(key))
    case .bool: return .bool(key == 2)
    case .date: return .date(millisecondsSince1970: PayloadKey.integer(key))
    }
  }
}
