// Reads a file or standard input line by line, so that a pipe of any length needs the memory of its longest line only.
import Glibc
import RAGServer

/// Lines of a file, without their ends. Used by one task.
final class LineReader {
  private let descriptor: Int32
  private let name: String
  private var buffer: [UInt8] = []
  /// Where the next line begins, and up to where no end of it was found.
  private var start = 0
  private var scanned = 0
  private var isAtEnd = false

  /// - Parameter path: a file, or `-` for standard input.
  /// - Throws: `ConfigurationError` when it cannot be opened.
  init(_ path: String) throws(ConfigurationError) {
    name = path
    descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.unreadable(path) }
  }

  deinit { if descriptor > STDIN_FILENO { close(descriptor) } }

  /// The next line; nil at the end. What is no UTF-8 in it is replaced.
  func next() throws(ConfigurationError) -> String? {
    while true {
      if let end = buffer[scanned...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { (start, scanned) = (end + 1, end + 1) }
        return text(buffer[start..<end])
      }
      scanned = buffer.count
      if isAtEnd {
        guard start < buffer.count else { return nil }
        defer { start = buffer.count }
        return text(buffer[start...])
      }
      try fill()
    }
  }

  private func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes, as: UTF8.self)
  }

  private func fill() throws(ConfigurationError) {
    buffer.removeFirst(start)
    scanned -= start
    start = 0
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(descriptor, &piece, piece.count)
    if count < 0 && errno == EINTR { return }
    guard count >= 0 else { throw Self.unreadable(name) }
    if count == 0 { isAtEnd = true } else { buffer += piece[..<count] }
  }

  private static func unreadable(_ path: String) -> ConfigurationError {
    ConfigurationError(.unreadableFile, "'\(path)' cannot be read: \(String(cString: strerror(errno))).")
  }
}
