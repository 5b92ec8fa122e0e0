// The words of a content stream (ISO 32000-1, 7.8.2): operands, then the operator. It is read in one pass without making an
// object of anything: operands stand in memory that is used again for the next operator, strings in one buffer.

/// Reads operators with their operands.
struct PDFContentScanner {
  struct Operand {
    enum Kind: UInt8 { case number, string, name, array, dictionary, other }
    var kind: Kind
    var number: Double = 0
    /// A string: in `strings`. An array: in `items`. A name or a dictionary: in the content.
    var start: Int = 0
    var count: Int = 0
  }

  let buffer: PDFBuffer
  private(set) var position = 0
  private(set) var strings = PDFBuilder(capacity: 4096)
  private(set) var operands: [Operand] = []
  /// The elements of arrays.
  private(set) var items: [Operand] = []

  private static let mostOperands = 64
  private static let mostItems = 1 << 16

  init(_ buffer: PDFBuffer) {
    self.buffer = buffer
    operands.reserveCapacity(Self.mostOperands)
    items.reserveCapacity(256)
  }

  func discard() { strings.discard() }

  /// The next operator's letters, the first lowest; `nil` at the end. Its operands are in `operands`.
  mutating func next() -> UInt32? {
    operands.removeAll(keepingCapacity: true)
    items.removeAll(keepingCapacity: true)
    strings.removeAll()
    let base = buffer.base
    let end = buffer.count
    // Where the array that is open begins in `items`; arrays inside arrays are not told apart, for no operator has them.
    var open: Int?
    var depth = 0
    while position < end {
      let byte = base[position]
      switch byte {
      case 0, 9, 10, 12, 13, 32: position += 1
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "+"):
        add(Operand(kind: .number, number: number()), isItem: open != nil)
      case UInt8(ascii: "("):
        let start = strings.count
        literal()
        add(Operand(kind: .string, start: start, count: strings.count - start), isItem: open != nil)
      case UInt8(ascii: "<"):
        if position + 1 < end, base[position + 1] == UInt8(ascii: "<") {
          let start = position
          skipDictionary()
          add(Operand(kind: .dictionary, start: start, count: position - start), isItem: open != nil)
        } else {
          let start = strings.count
          PDFLexer.hexadecimal(buffer, &position, end) { strings.append($0) }
          add(Operand(kind: .string, start: start, count: strings.count - start), isItem: open != nil)
        }
      case UInt8(ascii: "/"):
        position += 1
        let start = position
        while position < end, PDFLexer.isRegular(base[position]) { position += 1 }
        add(Operand(kind: .name, start: start, count: position - start), isItem: open != nil)
      case UInt8(ascii: "["):
        position += 1
        depth += 1
        if open == nil { open = items.count }
      case UInt8(ascii: "]"):
        position += 1
        depth -= 1
        if depth <= 0, let start = open {
          open = nil
          depth = 0
          add(Operand(kind: .array, start: start, count: items.count - start), isItem: false)
        }
      case UInt8(ascii: "%"):
        while position < end, base[position] != 10, base[position] != 13 { position += 1 }
      case UInt8(ascii: ">"), UInt8(ascii: ")"), UInt8(ascii: "{"), UInt8(ascii: "}"): position += 1
      default:
        let start = position
        var word: UInt32 = 0
        while position < end, PDFLexer.isRegular(base[position]) {
          if position - start < 4 { word |= UInt32(base[position]) << UInt32(8 * (position - start)) }
          position += 1
        }
        // An array that was never closed ends with the operator.
        if let start = open { add(Operand(kind: .array, start: start, count: items.count - start), isItem: false) }
        if isConstant(start) {
          add(Operand(kind: .other), isItem: false)
          open = nil
          depth = 0
          continue
        }
        return position - start <= 4 ? word : 0
      }
    }
    return nil
  }

  /// Whether the word at `start` is `true`, `false` or `null`, which are operands.
  private func isConstant(_ start: Int) -> Bool {
    switch position - start {
    case 4: buffer.has("true", at: start) || buffer.has("null", at: start)
    case 5: buffer.has("false", at: start)
    default: false
    }
  }

  @inline(__always)
  private mutating func add(_ operand: Operand, isItem: Bool) {
    if isItem {
      if items.count < Self.mostItems { items.append(operand) }
    } else if operands.count < Self.mostOperands {
      operands.append(operand)
    }
  }

  @inline(__always)
  private mutating func number() -> Double {
    let base = buffer.base
    let end = buffer.count
    let start = position
    var isNegative = false
    var digits = 0
    var divisor = 1.0
    var hasPoint = false
    while position < end {
      let byte = base[position]
      if byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
        if digits < 1 << 50 {
          digits = digits * 10 + Int(byte - UInt8(ascii: "0"))
          if hasPoint { divisor *= 10 }
        } else if !hasPoint {
          divisor *= 0.1
        }
      } else if byte == UInt8(ascii: "."), !hasPoint {
        hasPoint = true
      } else if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") {
        // A sign in the middle is what some programs write for 0.
        if position == start { isNegative = byte == UInt8(ascii: "-") }
      } else {
        break
      }
      position += 1
    }
    if position == start { position += 1 }
    let value = hasPoint || divisor != 1 ? Double(digits) / divisor : Double(digits)
    return isNegative ? -value : value
  }

  /// Reads a string in parentheses; those without escapes, nearly all, are copied in one piece.
  @inline(__always)
  private mutating func literal() {
    let base = buffer.base
    let end = buffer.count
    var index = position + 1
    while index < end {
      let byte = base[index]
      if byte == UInt8(ascii: ")") {
        strings.append(UnsafeRawBufferPointer(start: base + position + 1, count: index - position - 1))
        position = index + 1
        return
      }
      if byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "(") { break }
      index += 1
    }
    PDFLexer.literal(buffer, &position, end) { strings.append($0) }
  }

  private mutating func skipDictionary() {
    var depth = 0
    let end = buffer.count
    while position < end {
      switch buffer.base[position] {
      case UInt8(ascii: "<"):
        if buffer.byte(position + 1) == UInt8(ascii: "<") {
          depth += 1
          position += 2
        } else {
          PDFLexer.hexadecimal(buffer, &position, end) { _ in }
        }
      case UInt8(ascii: ">"):
        let isDouble = buffer.byte(position + 1) == UInt8(ascii: ">")
        position += isDouble ? 2 : 1
        if isDouble {
          depth -= 1
          if depth <= 0 { return }
        }
      case UInt8(ascii: "("): PDFLexer.literal(buffer, &position, end) { _ in }
      default: position += 1
      }
    }
  }

  /// Passes over a picture in the stream, from behind `BI` to behind `EI`.
  mutating func skipInlineImage() {
    guard let data = buffer.find("ID", from: position) else {
      position = buffer.count
      return
    }
    var search = data + 2
    while let mark = buffer.find("EI", from: search) {
      search = mark + 2
      guard PDFLexer.isSpace(buffer.byte(mark - 1)), mark + 2 >= buffer.count || PDFLexer.isSpace(buffer.byte(mark + 2))
      else {
        continue
      }
      // The two letters may stand in the picture's data; what follows the real ones is text.
      let follows = UnsafeBufferPointer(start: buffer.base + mark + 2, count: min(16, buffer.count - mark - 2))
      if follows.allSatisfy({ ($0 >= 32 && $0 < 127) || $0 == 10 || $0 == 13 || $0 == 9 }) {
        position = mark + 2
        return
      }
    }
    position = buffer.count
  }

  func name(_ operand: Operand) -> String {
    guard operand.kind == .name else { return "" }
    let raw = UnsafeBufferPointer(start: buffer.base + operand.start, count: min(operand.count, 512))
    if !raw.contains(UInt8(ascii: "#")) { return String(decoding: raw, as: UTF8.self) }
    var lexer = PDFLexer(buffer, from: operand.start - 1, to: operand.start + operand.count)
    return lexer.value()?.name ?? ""
  }
}
