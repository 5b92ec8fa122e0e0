// What a PDF is made of (ISO 32000-1, 7.3). A value is read when it is asked for; what it refers to stays a reference until
// somebody follows it.

/// One object of a PDF.
enum PDFValue {
  case null
  case boolean(Bool)
  case integer(Int)
  case real(Double)
  case string([UInt8])
  case name(String)
  case array([PDFValue])
  case dictionary(PDFDictionary)
  case reference(PDFReference)
  case stream(PDFStream)
}

/// The number and the generation of an object.
struct PDFReference: Hashable {
  var number: Int
  var generation: Int
}

/// Names with values, few enough to look through.
struct PDFDictionary {
  private(set) var entries: [(key: String, value: PDFValue)] = []

  subscript(key: String) -> PDFValue? {
    for entry in entries where entry.key == key { return entry.value }
    return nil
  }

  mutating func add(_ key: String, _ value: PDFValue) { entries.append((key, value)) }
}

/// A dictionary with bytes: packed, and where in which buffer.
final class PDFStream {
  let dictionary: PDFDictionary
  let buffer: PDFBuffer
  let range: Range<Int>
  /// The object it is, for decryption; `nil` when it is no object of its own.
  let reference: PDFReference?

  init(dictionary: PDFDictionary, buffer: PDFBuffer, range: Range<Int>, reference: PDFReference?) {
    self.dictionary = dictionary
    self.buffer = buffer
    self.range = range.clamped(to: 0..<buffer.count)
    self.reference = reference
  }
}

extension PDFValue {
  var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .real(let value): value
    default: nil
    }
  }

  /// A whole number; what stands where one belongs is cut off to one.
  var integer: Int? {
    switch self {
    case .integer(let value): value
    case .real(let value) where abs(value) < 1e15: Int(value)
    default: nil
    }
  }

  var name: String? { if case .name(let name) = self { name } else { nil } }
  var string: [UInt8]? { if case .string(let bytes) = self { bytes } else { nil } }
  var array: [PDFValue]? { if case .array(let values) = self { values } else { nil } }
  var boolean: Bool? { if case .boolean(let value) = self { value } else { nil } }
  var reference: PDFReference? { if case .reference(let reference) = self { reference } else { nil } }
  var stream: PDFStream? { if case .stream(let stream) = self { stream } else { nil } }

  /// The dictionary that this is or, with a stream, has.
  var dictionary: PDFDictionary? {
    switch self {
    case .dictionary(let dictionary): dictionary
    case .stream(let stream): stream.dictionary
    default: nil
    }
  }
}
