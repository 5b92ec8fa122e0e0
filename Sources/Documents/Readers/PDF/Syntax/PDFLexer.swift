// The words of PDF's syntax (ISO 32000-1, 7.2 and 7.3), read from any bytes: what is malformed becomes something
// harmless, never a trap, and every call moves on or says that the end is reached.

/// Reads tokens and objects out of a buffer.
struct PDFLexer {
  enum Token {
    case integer(Int)
    case real(Double)
    case string([UInt8])
    case name(String)
    /// Anything else that is a word, as a range of the buffer.
    case keyword(Range<Int>)
    case arrayOpen, arrayClose, dictionaryOpen, dictionaryClose
    case end
  }

  let buffer: PDFBuffer
  var position: Int
  let end: Int
  /// Arrays and dictionaries inside each other: no program writes more.
  static let mostDepth = 64

  init(_ buffer: PDFBuffer, from position: Int = 0, to end: Int? = nil) {
    self.buffer = buffer
    self.position = max(position, 0)
    self.end = min(end ?? buffer.count, buffer.count)
  }

  /// 0: a regular character; 1: white space; 2: a delimiter.
  private static let classes: [UInt8] = (0..<256).map { byte in
    switch UInt8(byte) {
    case 0, 9, 10, 12, 13, 32: 1
    case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "["),
      UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "/"), UInt8(ascii: "%"):
      2
    default: 0
    }
  }

  static func isSpace(_ byte: UInt8) -> Bool {
    byte == 32 || byte == 10 || byte == 13 || byte == 9 || byte == 0 || byte == 12
  }

  static func isRegular(_ byte: UInt8) -> Bool { classes[Int(byte)] == 0 }

  mutating func skipSpace() {
    while position < end {
      let byte = buffer.base[position]
      if Self.isSpace(byte) {
        position += 1
      } else if byte == UInt8(ascii: "%") {
        while position < end, buffer.base[position] != 10, buffer.base[position] != 13 { position += 1 }
      } else {
        return
      }
    }
  }

  mutating func token() -> Token {
    skipSpace()
    guard position < end else { return .end }
    let byte = buffer.base[position]
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): return number()
    case UInt8(ascii: "/"): return .name(name())
    case UInt8(ascii: "("): return .string(literalString())
    case UInt8(ascii: "["):
      position += 1
      return .arrayOpen
    case UInt8(ascii: "]"):
      position += 1
      return .arrayClose
    case UInt8(ascii: "<"):
      if buffer.byte(position + 1) == UInt8(ascii: "<") {
        position += 2
        return .dictionaryOpen
      }
      return .string(hexadecimalString())
    case UInt8(ascii: ">"):
      position += buffer.byte(position + 1) == UInt8(ascii: ">") ? 2 : 1
      return .dictionaryClose
    case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: ")"):
      position += 1
      return .keyword((position - 1)..<position)
    default:
      let start = position
      while position < end, Self.isRegular(buffer.base[position]) { position += 1 }
      return .keyword(start..<position)
    }
  }

  /// A number. Signs in its middle, which some programs write, end it as they do in other readers.
  private mutating func number() -> Token {
    var isNegative = false
    var whole = 0
    var fraction = 0.0
    var scale = 1.0
    var isReal = false
    let start = position
    scan: while position < end {
      let byte = buffer.base[position]
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        let digit = Int(byte - UInt8(ascii: "0"))
        if isReal {
          if scale > 1e-15 {
            scale *= 0.1
            fraction += Double(digit) * scale
          }
        } else if whole < Int.max / 100 {
          whole = whole * 10 + digit
        }
      case UInt8(ascii: "."):
        if isReal { break scan }
        isReal = true
      case UInt8(ascii: "-"): if position == start { isNegative = true }
      case UInt8(ascii: "+"): break
      default: break scan
      }
      position += 1
    }
    // A word that only begins like a number, such as "1abc" or "..".
    if position == start { position += 1 }
    if isReal {
      let value = Double(whole) + fraction
      return .real(isNegative ? -value : value)
    }
    return .integer(isNegative ? -whole : whole)
  }

  private mutating func name() -> String {
    position += 1
    let start = position
    var isEscaped = false
    while position < end, Self.isRegular(buffer.base[position]) {
      if buffer.base[position] == UInt8(ascii: "#") { isEscaped = true }
      position += 1
    }
    let raw = UnsafeBufferPointer(start: buffer.base + start, count: min(position - start, 512))
    if !isEscaped { return String(decoding: raw, as: UTF8.self) }
    var bytes: [UInt8] = []
    var index = 0
    while index < raw.count {
      if raw[index] == UInt8(ascii: "#"), index + 2 < raw.count, let high = Self.digit(raw[index + 1]),
        let low = Self.digit(raw[index + 2])
      {
        bytes.append(high << 4 | low)
        index += 3
      } else {
        bytes.append(raw[index])
        index += 1
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The value of a hexadecimal digit.
  static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  private mutating func literalString() -> [UInt8] {
    var bytes: [UInt8] = []
    Self.literal(buffer, &position, end) { bytes.append($0) }
    return bytes
  }

  /// Reads a string in parentheses from its opening one on.
  @inline(__always)
  static func literal(_ buffer: PDFBuffer, _ position: inout Int, _ end: Int, _ emit: (UInt8) -> Void) {
    position += 1
    var depth = 1
    while position < end {
      let byte = buffer.base[position]
      position += 1
      switch byte {
      case UInt8(ascii: "("):
        depth += 1
        emit(byte)
      case UInt8(ascii: ")"):
        depth -= 1
        if depth == 0 { return }
        emit(byte)
      case UInt8(ascii: "\\"):
        guard position < end else { return }
        let next = buffer.base[position]
        position += 1
        switch next {
        case UInt8(ascii: "n"): emit(10)
        case UInt8(ascii: "r"): emit(13)
        case UInt8(ascii: "t"): emit(9)
        case UInt8(ascii: "b"): emit(8)
        case UInt8(ascii: "f"): emit(12)
        case UInt8(ascii: "0")...UInt8(ascii: "7"):
          var value = Int(next - UInt8(ascii: "0"))
          for _ in 0..<2 {
            let digit = position < end ? buffer.base[position] : 0
            guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "7") else { break }
            value = value * 8 + Int(digit - UInt8(ascii: "0"))
            position += 1
          }
          emit(UInt8(truncatingIfNeeded: value))
        case 13: if position < end, buffer.base[position] == 10 { position += 1 }
        case 10: break
        default: emit(next)
        }
      default: emit(byte)
      }
    }
  }

  private mutating func hexadecimalString() -> [UInt8] {
    var bytes: [UInt8] = []
    Self.hexadecimal(buffer, &position, end) { bytes.append($0) }
    return bytes
  }

  /// Reads a string in angle brackets from its opening one on.
  @inline(__always)
  static func hexadecimal(_ buffer: PDFBuffer, _ position: inout Int, _ end: Int, _ emit: (UInt8) -> Void) {
    position += 1
    var high: UInt8?
    while position < end {
      let byte = buffer.base[position]
      position += 1
      if byte == UInt8(ascii: ">") { break }
      guard let digit = digit(byte) else { continue }
      if let first = high {
        emit(first << 4 | digit)
        high = nil
      } else {
        high = digit
      }
    }
    if let high { emit(high << 4) }
  }

  func isKeyword(_ range: Range<Int>, _ text: StaticString) -> Bool {
    range.count == text.utf8CodeUnitCount && buffer.has(text, at: range.lowerBound)
  }

  /// The next object; `nil` at the end and where a word stands that is no object.
  mutating func value(depth: Int = 0) -> PDFValue? { value(token(), depth: depth) }

  mutating func value(_ token: Token, depth: Int) -> PDFValue? {
    guard depth < Self.mostDepth else { return nil }
    switch token {
    case .integer(let number): return reference(number) ?? .integer(number)
    case .real(let value): return .real(value)
    case .string(let bytes): return .string(bytes)
    case .name(let name): return .name(name)
    case .keyword(let word):
      if isKeyword(word, "null") { return .null }
      if isKeyword(word, "true") { return .boolean(true) }
      if isKeyword(word, "false") { return .boolean(false) }
      return nil
    case .arrayOpen: return .array(array(depth: depth))
    case .dictionaryOpen: return .dictionary(dictionary(depth: depth))
    case .arrayClose, .dictionaryClose, .end: return nil
    }
  }

  private mutating func array(depth: Int) -> [PDFValue] {
    var values: [PDFValue] = []
    while true {
      let before = position
      switch token() {
      case .arrayClose, .end: return values
      case .dictionaryClose:
        position = before
        return values
      case .keyword(let word) where isKeyword(word, "endobj") || isKeyword(word, "stream"):
        position = before
        return values
      case let token:
        if let value = value(token, depth: depth + 1) {
          values.append(value)
        } else if depth + 1 >= Self.mostDepth {
          return values
        }
      }
    }
  }

  private mutating func dictionary(depth: Int) -> PDFDictionary {
    var dictionary = PDFDictionary()
    while true {
      let before = position
      switch token() {
      case .dictionaryClose, .end: return dictionary
      case .name(let key):
        let mark = position
        if let value = value(depth: depth + 1) {
          dictionary.add(key, value)
        } else {
          if depth + 1 >= Self.mostDepth { return dictionary }
          // A key without a value, before the end or before what is no value.
          position = mark
          if case .dictionaryClose = token() { return dictionary }
        }
      case .keyword(let word) where isKeyword(word, "endobj") || isKeyword(word, "stream"):
        position = before
        return dictionary
      default: continue
      }
    }
  }

  /// After `number`: whether a generation and "R" follow.
  private mutating func reference(_ number: Int) -> PDFValue? {
    var index = position
    guard number >= 0, index < end, Self.isSpace(buffer.base[index]) else { return nil }
    while index < end, Self.isSpace(buffer.base[index]) { index += 1 }
    var generation = 0
    let digits = index
    while index < end, case let byte = buffer.base[index], byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
      guard index - digits < 6 else { return nil }
      generation = generation * 10 + Int(byte - UInt8(ascii: "0"))
      index += 1
    }
    guard index > digits, index < end, Self.isSpace(buffer.base[index]) else { return nil }
    while index < end, Self.isSpace(buffer.base[index]) { index += 1 }
    guard index < end, buffer.base[index] == UInt8(ascii: "R"),
      index + 1 >= end || !Self.isRegular(buffer.base[index + 1])
    else { return nil }
    position = index + 1
    return .reference(PDFReference(number: number, generation: generation))
  }
}
