// A payload as bytes in a log record.
//
//     bytes  content
//     2      number of fields
//     then for each field, in the order of the names' bytes:
//     1      bytes of the name
//     …      the name, UTF-8
//     1      type: 1 keyword, 2 integer, 3 float, 4 bool, 5 date
//     2 + …  a keyword: its bytes, and how many; 8 bytes for any other type

extension Payload {
  var encoded: [UInt8] {
    var writer = ByteWriter()
    writer.put(UInt16(fields.count))
    for (name, value) in fields.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      writer.put(UInt8(name.utf8.count))
      writer.put(Array(name.utf8))
      writer.put(value.type.rawValue)
      switch value {
      case .keyword(let text):
        writer.put(UInt16(text.utf8.count))
        writer.put(Array(text.utf8))
      case .integer(let number): writer.put(UInt64(bitPattern: number))
      case .float(let number): writer.put(number.bitPattern)
      case .bool(let flag): writer.put(UInt64(flag ? 1 : 0))
      case .date(let milliseconds): writer.put(UInt64(bitPattern: milliseconds))
      }
    }
    return writer.bytes
  }

  /// `nil` if the bytes are not exactly one valid payload.
  init?(decoding bytes: ArraySlice<UInt8>) {
    self.init()
    var reader = ByteReader(Array(bytes))
    guard let count = reader.take(UInt16.self) else { return nil }
    for _ in 0..<count {
      guard let nameByteCount = reader.take(UInt8.self), let name = reader.take(count: Int(nameByteCount)),
        let type = reader.take(UInt8.self).flatMap(PayloadType.init(rawValue:))
      else { return nil }
      let value: PayloadValue
      if type == .keyword {
        guard let byteCount = reader.take(UInt16.self), let text = reader.take(count: Int(byteCount)) else {
          return nil
        }
        value = .keyword(String(decoding: text, as: UTF8.self))
      } else {
        guard let word = reader.take(UInt64.self) else { return nil }
        switch type {
        case .integer: value = .integer(Int64(bitPattern: word))
        case .float: value = .float(Double(bitPattern: word))
        case .bool: value = .bool(word != 0)
        default: value = .date(millisecondsSince1970: Int64(bitPattern: word))
        }
      }
      self[String(decoding: name, as: UTF8.self)] = value
    }
    guard reader.offset == bytes.count, fields.count == Int(count), problem() == nil else { return nil }
  }
}
