// A file of plain text that is too long to be read into a worker and back: its bytes in pieces, made into what reading the whole
// would have given (lines end in "\n", no byte order mark, no NUL). There is nothing to parse, so no process of its own is needed.
internal import Glibc

/// Reads a long text file from its beginning.
package struct PlainTextFile: ~Copyable {
  /// What the content is: `text/plain`, `text/markdown`, ….
  package let mediaType: String
  private let descriptor: Int32
  private let byteCount: Int
  private let hint: DocumentHint
  private var offset = 0
  private var endsWithReturn = false
  private var zeros = 0

  /// Opens a file whose name and beginning say that it is kept as it is written; nil for all others.
  /// - Throws: `.unreadable`.
  package init?(path: String, filename: String) throws(DocumentError) {
    let hint = DocumentHint(filename: filename, declaredType: nil)
    guard let type = hint.keptMediaType else { return nil }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw DocumentError(.unreadable, "The document could not be opened: \(String(cString: strerror(errno))).")
    }
    let (size, head): (Int, [UInt8])
    do throws(DocumentError) {
      let input = try DocumentInput(descriptor: descriptor)
      (size, head) = (input.byteCount, try input.bytes(count: 4_096))
    } catch {
      close(descriptor)
      throw error
    }
    guard ContentSignature(head: head.prefix(1_024)) == nil,
      !HTMLReader.isDocument(String(decoding: head, as: UTF8.self))
    else {
      close(descriptor)
      return nil
    }
    (self.hint, self.descriptor, mediaType, byteCount) = (hint, descriptor, type, size)
    if head.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
  }

  deinit { close(descriptor) }

  /// The next bytes of the text; nil at its end.
  /// - Throws: `.unreadable`; `.unsupportedType` when it turns out to be binary data.
  package mutating func next(count: Int = 1 << 20) throws(DocumentError) -> [UInt8]? {
    guard offset < byteCount else { return nil }
    let raw = try DocumentInput(descriptor: descriptor).bytes(from: offset, count: count)
    // It became shorter: what is there is all.
    if raw.isEmpty { return nil }
    offset += raw.count
    if !raw.contains(0x0D), !raw.contains(0), !endsWithReturn { return raw }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(raw.count)
    for byte in raw {
      switch byte {
      case 0:
        zeros += 1
        bytes += [0xEF, 0xBF, 0xBD]
      case 0x0D: bytes.append(0x0A)
      case 0x0A where endsWithReturn: break
      default: bytes.append(byte)
      }
      endsWithReturn = byte == 0x0D
    }
    guard zeros * 1_000 <= offset else { throw .binary(namedAs: hint) }
    return bytes
  }
}

extension DocumentHint {
  /// The media type of a text that is kept as it is written and has no structure but Markdown's; nil for others.
  fileprivate var keptMediaType: String? {
    switch claim {
    case .readable(.markdown): DocumentFormat.markdown.mediaType
    case .readable(.text(let type)) where !type.hasPrefix("application/json"): type
    case nil where mediaType == nil: "text/plain"
    default: nil
    }
  }
}
