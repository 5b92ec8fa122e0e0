// Conditions and ranges (RFC 9110 §13, §14): 304 for what the client already has, one range of a file, and files
// themselves, through the kernel when nothing has to be changed in them.
internal import Glibc
internal import Platform

extension Exchange {
  /// Compressing a larger file at every request costs more than the bytes it saves.
  private static let largestCompressedFile = 4 << 20

  func send(_ file: FileBody, of original: Response) async {
    var response = original
    if !response.headers.contains("ETag") { response.headers["ETag"] = file.entityTag }
    if !response.headers.contains("Last-Modified") {
      response.headers["Last-Modified"] = HTTPDate.format(file.modifiedSeconds)
    }
    if isNotModified(response) {
      response.body = .empty
      return sendAtOnce(response)
    }
    let range = response.status == .ok && method == .get ? head?.headers["Range"] : nil
    if range == nil, file.size <= Exchange.largestCompressedFile, isCompressible(response, file.size) {
      if acceptsGzip, !isHead {
        let pool = connection.context.compressionPool
        let compressed = try? await pool.run { GzipCompressor().compress(try Exchange.contents(of: file)) }
        guard connection.isServing(self) else { return end(cut: true) }
        if let bytes = compressed {
          response.headers.add("Vary", "Accept-Encoding")
          Exchange.markCompressed(&response.headers)
          start(response.status, response.headers, .length(bytes.count))
          bytesOut += bytes.count
          connection.output.append(bytes, from: loop)
          return end()
        }
      }
      response.headers.add("Vary", "Accept-Encoding")
    }
    var offset = 0
    var count = file.size
    if response.status == .ok {
      response.headers["Accept-Ranges"] = "bytes"
      switch ByteRange.parse(isRangeFresh(response.headers) ? range : nil, size: file.size) {
      case .whole: break
      case .part(let first, let length):
        (offset, count) = (first, length)
        response.status = .partialContent
        response.headers["Content-Range"] = "bytes \(first)-\(first + length - 1)/\(file.size)"
      case .unsatisfiable:
        response = Response.error(HTTPError(.rangeNotSatisfiable, "The range is outside of the file."))
        response.headers["Content-Range"] = "bytes */\(file.size)"
        return sendAtOnce(response)
      }
    }
    start(response.status, response.headers, .length(count))
    if !isHead {
      bytesOut += count
      connection.output.append(file.handle, offset: offset, count: count)
      await sendQueuedFile()
    } else {
      end()
    }
  }

  /// Keeps the exchange open until the file has left, so that its duration is what the client saw and a client that
  /// leaves midway is reported as gone. A client that only has nothing more to send still gets all of it.
  private func sendQueuedFile() async {
    connection.flush()
    do throws(HTTPError) {
      try await connection.waitForRoom(0)
      end()
    } catch {
      end(cut: error.code == .clientGone)
    }
  }

  private static func contents(of file: FileBody) throws -> [UInt8] {
    try [UInt8](unsafeUninitializedCapacity: file.size) { buffer, count in
      while count < file.size {
        let read = pread(
          file.handle.descriptor, buffer.baseAddress.map { $0 + count }, file.size - count, off_t(count))
        guard read > 0 else { throw HTTPError(.io, "A file became shorter while it was read.") }
        count += read
      }
    }
  }

  // MARK: Conditions

  /// Whether the client's copy, named by entity tag or date, is the current one.
  func isNotModified(_ response: Response) -> Bool {
    guard response.status == .ok, method == .get || isHead, let head else { return false }
    if let tag = response.headers["ETag"], let known = head.headers["If-None-Match"] {
      let bare = Exchange.opaque(tag[...])
      return known == "*"
        || known.split(separator: ",").contains { Exchange.opaque($0.drop { $0 == " " }) == bare }
    }
    guard !head.headers.contains("If-None-Match"),
      let since = head.headers["If-Modified-Since"].flatMap(HTTPDate.parse),
      let modified = response.headers["Last-Modified"].flatMap(HTTPDate.parse)
    else { return false }
    return modified <= since
  }

  /// Whether a range may be served: `If-Range` absent, or naming exactly this version.
  private func isRangeFresh(_ headers: Headers) -> Bool {
    guard let condition = head?.headers["If-Range"] else { return true }
    return condition == headers["ETag"] || condition == headers["Last-Modified"]
  }

  /// An entity tag without its weakness mark (weak comparison, RFC 9110 §8.8.3.2) and trailing spaces.
  private static func opaque(_ tag: Substring) -> Substring {
    var tag = tag
    while tag.last == " " { tag.removeLast() }
    return tag.hasPrefix("W/") ? tag.dropFirst(2) : tag
  }
}

/// The one range of bytes a request may ask for. Several at once are answered with the whole, as the RFC allows.
enum ByteRange: Equatable {
  case whole
  case part(first: Int, count: Int)
  case unsatisfiable

  static func parse(_ field: String?, size: Int) -> ByteRange {
    guard let field, field.hasPrefix("bytes=") else { return .whole }
    let ends = field.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2 else { return .whole }
    let (from, to) = (number(ends[0]), number(ends[1]))
    switch (ends[0].isEmpty, ends[1].isEmpty) {
    case (false, true):
      guard let from else { return .whole }
      return from < size ? .part(first: from, count: size - from) : .unsatisfiable
    case (true, false):
      guard let to else { return .whole }
      return to > 0 && size > 0 ? .part(first: max(0, size - to), count: min(to, size)) : .unsatisfiable
    case (false, false):
      guard let from, let to, from <= to else { return .whole }
      return from < size ? .part(first: from, count: min(to, size - 1) - from + 1) : .unsatisfiable
    case (true, true): return .whole
    }
  }

  private static func number(_ digits: Substring) -> Int? {
    digits.utf8.allSatisfy { $0 &- 0x30 < 10 } ? Int(digits) : nil
  }
}
