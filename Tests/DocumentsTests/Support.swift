// Shared by the tests of documents: where the built worker and the fixtures are, files that go away, archives.
import CSystemZip
import Documents
import Glibc
import TestSupport
import Testing

enum Installation {
  /// The folder of the running test program: SwiftPM puts `martlet` into the same one.
  static let buildFolder: String = {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = max(readlink("/proc/self/exe", &buffer, buffer.count), 0)
    let path = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
  }()

  static let worker = WorkerCommand(executable: buildFolder + "/martlet")

  /// The repository's `fixtures` folder.
  static let fixtures: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
    return parts.joined(separator: "/") + "/fixtures"
  }()

  static func fixture(_ name: String) throws -> [UInt8] { try contents(of: "\(fixtures)/\(name)") }

  static func contents(of path: String) throws -> [UInt8] {
    let file = try #require(fopen(path, "rb"), "\(path) cannot be opened")
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
      bytes.append(contentsOf: buffer[..<count])
    }
    return bytes
  }
}

/// A file that exists as long as the value.
final class TemporaryFile: Sendable {
  let path: String

  init(_ bytes: [UInt8]) throws {
    var template = Array("/tmp/martlet-test-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    try #require(descriptor >= 0)
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress.map { $0 + done }, bytes.count - done) }
      try #require(count > 0)
      done += count
    }
    close(descriptor)
  }

  deinit { unlink(path) }
}

extension ExtractionLimits {
  /// The standard limits, but a worker may be slow by the clock and need not stand back: the machine may be busy with other
  /// tests, and a worker that is cut off then is no finding.
  static var patient: ExtractionLimits {
    var limits = ExtractionLimits()
    limits.timeoutSeconds = 900
    limits.niceness = 0
    return limits
  }

  /// These, with little processor time: for documents that could keep a reader busy for ever.
  static func patient(processorSeconds: Int) -> ExtractionLimits {
    var limits = patient
    limits.processorSeconds = processorSeconds
    return limits
  }
}

/// A few workers at a time, instead of one for every test of the run.
private let workerPlaces = Turnstile(places: 4)

/// Extracts `bytes` in a worker process, as the server would.
func extract(
  _ bytes: [UInt8], filename: String, declaredType: String? = nil, limits: ExtractionLimits = .patient
) async throws -> ExtractedText {
  let file = try TemporaryFile(bytes)
  return try await workerPlaces.pass {
    try await DocumentExtractor(worker: Installation.worker, limits: limits, concurrency: 1)
      .extract(fileAt: file.path, filename: filename, declaredType: declaredType)
  }
}

func extract(
  _ text: String, filename: String, declaredType: String? = nil, limits: ExtractionLimits = .patient
) async throws -> ExtractedText {
  try await extract(Array(text.utf8), filename: filename, declaredType: declaredType, limits: limits)
}

/// Reads `bytes` in this very process: for readers of our own, and for helper programs that are not there.
func readHere(
  _ bytes: [UInt8], filename: String, searchPath: [String] = [], limits: ExtractionLimits = .patient
) throws -> ExtractedText {
  let file = try TemporaryFile(bytes)
  let descriptor = open(file.path, O_RDONLY | O_CLOEXEC)
  defer { close(descriptor) }
  let helpers = HelperPrograms(launcher: [], searchPath: searchPath, timeoutSeconds: limits.timeoutSeconds)
  return try DocumentReader(limits: limits, helpers: helpers)
    .read(DocumentInput(descriptor: descriptor), hint: DocumentHint(filename: filename, declaredType: nil))
}

/// Checks that reading `bytes` fails with `code`, in a whole sentence, and returns the error.
@discardableResult
func expectFailure(
  _ code: DocumentError.Code, _ bytes: [UInt8], filename: String, limits: ExtractionLimits = .patient,
  sourceLocation: SourceLocation = #_sourceLocation
) async throws -> DocumentError? {
  let error = await #expect(throws: DocumentError.self, sourceLocation: sourceLocation) {
    try await extract(bytes, filename: filename, limits: limits)
  }
  #expect(error?.code == code, "\(error?.message ?? "")", sourceLocation: sourceLocation)
  let message = error?.message ?? ""
  #expect(message.hasSuffix(".") && message.first?.isUppercase == true, "\(message)", sourceLocation: sourceLocation)
  return error
}

/// The heading's words where the heading says it is.
func headingLines(_ document: ExtractedText) -> [String] {
  document.headings.map { heading in
    let start = document.text.utf8.index(document.text.startIndex, offsetBy: heading.utf8Offset)
    return String(document.text[start...].prefix { $0 != "\n" })
  }
}

/// An archive of `parts`, written by libzip; those named in `links` are symbolic links.
func archive(_ parts: [(name: String, content: [UInt8])], links: [String] = []) throws -> [UInt8] {
  let file = try TemporaryFile([])
  var status: Int32 = 0
  let archive = try #require(zip_open(file.path, ZIP_CREATE | ZIP_TRUNCATE, &status))
  for (name, content) in parts {
    // libzip frees the copy.
    let copy = try #require(malloc(max(content.count, 1)))
    content.withUnsafeBytes { if let base = $0.baseAddress { memcpy(copy, base, content.count) } }
    let source = try #require(zip_source_buffer(archive, copy, zip_uint64_t(content.count), 1))
    let index = zip_file_add(archive, name, source, zip_flags_t(ZIP_FL_ENC_UTF_8))
    try #require(index >= 0)
    if links.contains(name) {
      let isSet = zip_file_set_external_attributes(
        archive, zip_uint64_t(index), 0, zip_uint8_t(ZIP_OPSYS_UNIX), zip_uint32_t(0o120777) << 16)
      try #require(isSet == 0)
    }
  }
  try #require(zip_close(archive) == 0)
  return try Installation.contents(of: file.path)
}

/// The parts of an archive.
func parts(of bytes: [UInt8]) throws -> [(name: String, content: [UInt8])] {
  let file = try TemporaryFile(bytes)
  var status: Int32 = 0
  let archive = try #require(zip_open(file.path, ZIP_RDONLY, &status))
  defer { zip_discard(archive) }
  return try (0..<zip_get_num_entries(archive, 0)).map { index in
    let name = try #require(zip_get_name(archive, zip_uint64_t(index), 0).map { String(cString: $0) })
    let part = try #require(zip_fopen_index(archive, zip_uint64_t(index), 0))
    defer { zip_fclose(part) }
    var content: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = zip_fread(part, &buffer, zip_uint64_t(buffer.count)), count > 0 {
      content += buffer[..<Int(count)]
    }
    return (name, content)
  }
}

enum Word {
  static let namespace = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""

  /// A .docx whose body is `body`; `parts` are added to it.
  static func document(body: String, parts: [(name: String, content: [UInt8])] = []) throws -> [UInt8] {
    try document(
      xml: "<?xml version=\"1.0\"?><w:document \(namespace)><w:body>\(body)</w:body></w:document>", parts: parts)
  }

  static func document(xml: String, parts: [(name: String, content: [UInt8])] = []) throws -> [UInt8] {
    let relationships = """
      <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">\
      <Relationship Id="r1" Target="word/document.xml" \
      Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>
      """
    return try archive(
      [("_rels/.rels", Array(relationships.utf8)), ("word/document.xml", Array(xml.utf8))] + parts)
  }

  static func paragraph(_ text: String, properties: String = "") -> String {
    "<w:p><w:pPr>\(properties)</w:pPr><w:r><w:t xml:space=\"preserve\">\(text)</w:t></w:r></w:p>"
  }
}
