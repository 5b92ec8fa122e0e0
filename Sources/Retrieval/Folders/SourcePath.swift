// The path of a file inside a source. Bytes, because names of files are bytes: two names that Swift takes for the same text
// (composed and decomposed letters) are two files, and a name may hold a line break or be no UTF-8 at all.

/// A path below a source's root: components joined by slashes, never empty, without `.` and `..`.
public struct SourcePath: Sendable, Hashable, Comparable, CustomStringConvertible {
  public let bytes: [UInt8]

  init(bytes: [UInt8]) { self.bytes = bytes }

  init(components: [[UInt8]]) { bytes = Array(components.joined(separator: [0x2F])) }

  var components: [[UInt8]] { bytes.split(separator: 0x2F).map(Array.init) }

  /// For people and for metadata: what is no UTF-8, and what would move a terminal's cursor, as `\xHH`.
  public var description: String { Self.text(of: bytes) }

  /// The last component, likewise.
  var name: String { Self.text(of: bytes[(bytes.lastIndex(of: 0x2F).map { $0 + 1 } ?? 0)...]) }

  /// Whether it lies below `folder`, at any depth; everything lies below nil, the root.
  func isBelow(_ folder: SourcePath?) -> Bool {
    guard let folder else { return true }
    return bytes.count > folder.bytes.count && bytes.starts(with: folder.bytes) && bytes[folder.bytes.count] == 0x2F
  }

  public static func < (a: SourcePath, b: SourcePath) -> Bool { a.bytes.lexicographicallyPrecedes(b.bytes) }

  private static func text(of bytes: some Collection<UInt8>) -> String {
    var text = ""
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      let width = (1...min(4, rest.count)).first { String(validating: rest.prefix($0), as: UTF8.self) != nil }
      guard let width, let valid = String(validating: rest.prefix(width), as: UTF8.self) else {
        text += escaped(rest.removeFirst())
        continue
      }
      if valid.unicodeScalars.allSatisfy({ $0.properties.generalCategory == .control }) {
        for byte in rest.prefix(width) { text += escaped(byte) }
      } else {
        text += valid
      }
      rest = rest.dropFirst(width)
    }
    return text
  }

  private static func escaped(_ byte: UInt8) -> String {
    "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }
}
