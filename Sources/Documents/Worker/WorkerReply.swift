// What the worker tells the server, on its standard output: a fixed head, a JSON description, the text's bytes.
//
//     0   "MTLT" 1 0 0 0         mark and version
//     8   UInt64 little endian   bytes of the description
//     16  UInt64 little endian   bytes of the text
//     24  description, then text, then nothing
//
// The worker has read a stranger's document and may be theirs by now, so the server believes nothing: lengths, encoding,
// order and bounds are all checked before anything is passed on.
internal import FoundationEssentials

/// The outcome of a worker, as bytes.
package enum WorkerReply {
  private struct Description: Codable {
    struct Failure: Codable {
      var code: String
      var message: String
    }
    var failure: Failure?
    /// Without its text.
    var document: ExtractedText?
  }

  private static let mark: [UInt8] = [0x4D, 0x54, 0x4C, 0x54, 1, 0, 0, 0]
  private static let headSize = 24

  /// How much longer than its text a reply may be.
  static let overhead = 64 << 20

  /// The reply for a document.
  package static func encode(_ document: ExtractedText) throws -> [UInt8] {
    var bare = document
    bare.text = ""
    return try encode(Description(document: bare), text: Array(document.text.utf8))
  }

  /// The reply for a failure.
  package static func encode(_ error: DocumentError) throws -> [UInt8] {
    let failure = Description.Failure(code: error.code.description, message: error.message)
    return try encode(Description(failure: failure), text: [])
  }

  private static func encode(_ description: Description, text: [UInt8]) throws -> [UInt8] {
    let json = try JSONEncoder().encode(description)
    var reply = mark
    reply.reserveCapacity(headSize + json.count + text.count)
    for length in [json.count, text.count] {
      withUnsafeBytes(of: UInt64(length).littleEndian) { reply.append(contentsOf: $0) }
    }
    reply.append(contentsOf: json)
    reply.append(contentsOf: text)
    return reply
  }

  /// The document in `reply`.
  ///
  /// - Throws: the failure it tells of, or `.workerCrashed` when it is not a well-formed reply.
  package static func decode(_ reply: [UInt8]) throws(DocumentError) -> ExtractedText {
    guard reply.count >= headSize, reply.starts(with: mark) else { throw malformed("it does not begin as one") }
    let lengths = [8, 16].map { offset in
      reply[offset..<(offset + 8)].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }
    let rest = UInt64(reply.count - headSize)
    guard lengths[0] <= rest, lengths[1] == rest - lengths[0] else { throw malformed("its lengths do not fit") }
    let textStart = headSize + Int(lengths[0])

    let description: Description
    do {
      description = try JSONDecoder().decode(Description.self, from: Data(reply[headSize..<textStart]))
    } catch {
      throw malformed("its description cannot be read")
    }
    if let failure = description.failure {
      guard let code = DocumentError.Code(description: failure.code) else { throw malformed("its failure is unknown") }
      throw DocumentError(code, failure.message)
    }
    guard var document = description.document else { throw malformed("it holds nothing") }
    guard let text = String(validating: reply[textStart...], as: UTF8.self) else {
      throw malformed("its text is not valid UTF-8")
    }
    document.text = text
    guard document.isConsistent else { throw malformed("its maps do not fit its text") }
    return document
  }

  private static func malformed(_ reason: String) -> DocumentError {
    DocumentError(
      .workerCrashed, "The process that read the document gave a malformed answer: \(reason). The document is not used."
    )
  }
}
