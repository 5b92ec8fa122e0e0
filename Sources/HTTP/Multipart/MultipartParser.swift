// multipart/form-data (RFC 7578, RFC 2046 §5.1) as a push parser: pieces of the body go in, in whatever sizes they arrive,
// and parts come out as events. It holds at most one delimiter's length of content and one header block, never a part.
//
// Strict where leniency would let two readers disagree about where a part ends: lines end in CRLF, a delimiter is followed
// by CRLF or `--`, header lines are not folded. Knows nothing of disks; MultipartForm decides where content goes.
internal import CLinux

/// Splits a multipart body into parts.
package struct MultipartParser {
  /// What was found, in order: a part begins, its content in pieces, it ends.
  package enum Event: Equatable {
    case began(MultipartHeader)
    case content(ArraySlice<UInt8>)
    case ended
  }

  private enum State {
    /// Before the first delimiter.
    case preamble
    /// Behind a delimiter: what follows says whether another part comes.
    case delimiter
    case headers
    case content
    /// Behind the closing delimiter; the rest is ignored.
    case epilogue
  }

  private let delimiter: [UInt8]
  private let limits: MultipartLimits
  private var state = State.preamble
  /// Bytes that could not be decided on yet.
  private var pending: [UInt8]
  private var skippedBytes = 0
  private var partCount = 0

  package init(boundary: String, limits: MultipartLimits) {
    delimiter = Array("\r\n--\(boundary)".utf8)
    self.limits = limits
    pending = [0x0D, 0x0A]  // the first delimiter stands at the start of the body, as if behind a line end
  }

  /// Takes the next piece of the body.
  /// - Throws: `badRequest` when the body is malformed, `contentTooLarge` for too many parts, and what `emit` throws.
  package mutating func consume(
    _ bytes: [UInt8], _ emit: (Event) throws(HTTPError) -> Void
  ) throws(HTTPError) {
    if state == .epilogue { return }
    let input = pending.isEmpty ? bytes : pending + bytes
    var rest = input[...]
    while try step(&rest, emit) {}
    pending = Array(rest)
  }

  /// Takes the end of the body.
  /// - Throws: `badRequest` when the closing delimiter is missing.
  package func finish() throws(HTTPError) {
    if state != .epilogue {
      throw HTTPError(.badRequest, "The multipart body ends before its closing boundary.")
    }
  }

  /// Advances as far as one decision; false when more bytes are needed (or wanted no more).
  private mutating func step(
    _ rest: inout ArraySlice<UInt8>, _ emit: (Event) throws(HTTPError) -> Void
  ) throws(HTTPError) -> Bool {
    switch state {
    case .preamble:
      let found = rest.firstRange(of: delimiter)
      let end = found?.lowerBound ?? undecidedTail(of: rest)
      skippedBytes += end - rest.startIndex
      if skippedBytes > limits.headerBytes {
        throw HTTPError(.badRequest, "The multipart body does not begin with its boundary.")
      }
      rest = rest[(found?.upperBound ?? end)...]
      if found != nil { state = .delimiter }
      return found != nil
    case .delimiter: return try stepBehindDelimiter(&rest)
    case .headers:
      // The blank line may follow the delimiter's own line end at once.
      let blank: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A]
      guard let end = rest.firstRange(of: blank) else {
        if rest.count > limits.headerBytes { throw headersTooLarge }
        return false
      }
      if end.lowerBound - rest.startIndex > limits.headerBytes { throw headersTooLarge }
      try emit(.began(try MultipartHeader(parsing: rest[..<end.lowerBound])))
      rest = rest[end.upperBound...]
      state = .content
      return true
    case .content:
      let found = rest.firstRange(of: delimiter)
      let end = found?.lowerBound ?? undecidedTail(of: rest)
      if end > rest.startIndex { try emit(.content(rest[..<end])) }
      rest = rest[(found?.upperBound ?? end)...]
      guard found != nil else { return false }
      try emit(.ended)
      state = .delimiter
      return true
    case .epilogue:
      rest = []
      return false
    }
  }

  private mutating func stepBehindDelimiter(_ rest: inout ArraySlice<UInt8>) throws(HTTPError) -> Bool {
    guard rest.count >= 2 else { return false }
    if rest.starts(with: "--".utf8) {
      state = .epilogue
      return true
    }
    let text = rest.drop { $0 == 0x20 || $0 == 0x09 }
    if rest.count - text.count > limits.headerBytes { throw headersTooLarge }
    guard text.count >= 2 else { return false }
    guard text.starts(with: "\r\n".utf8) else {
      throw HTTPError(.badRequest, "A multipart boundary is not followed by a line end.")
    }
    partCount += 1
    if partCount > limits.parts {
      throw HTTPError(.contentTooLarge, "The form has more than the \(limits.parts) parts allowed.")
    }
    rest = text  // the line end stays: it may be the first half of the blank line
    state = .headers
    return true
  }

  /// Where the longest suffix begins that could be the start of a delimiter.
  private func undecidedTail(of bytes: ArraySlice<UInt8>) -> Int {
    var start = max(bytes.startIndex, bytes.endIndex - delimiter.count + 1)
    while start < bytes.endIndex, !delimiter.starts(with: bytes[start...]) { start += 1 }
    return start
  }

  private var headersTooLarge: HTTPError {
    HTTPError(.badRequest, "A part's header is larger than the \(limits.headerBytes) bytes allowed.")
  }
}

extension ArraySlice<UInt8> {
  /// Where `needle` stands first, by memmem(3): a delimiter is looked for in every byte of an upload.
  fileprivate func firstRange(of needle: [UInt8]) -> Range<Int>? {
    let offset = withUnsafeBytes { hay -> Int? in
      needle.withUnsafeBytes { needle -> Int? in
        guard let start = hay.baseAddress, let wanted = needle.baseAddress,
          let found = martlet_memmem(start, hay.count, wanted, needle.count)
        else { return nil }
        return found - start
      }
    }
    return offset.map { startIndex + $0..<startIndex + $0 + needle.count }
  }
}
