// Shared by the tests of documents: where the built worker is, files that go away, reading as the server does. What is read
// is made in DocumentFixtures.
import DocumentFixtures
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
  static let fixtures = fixtureFolder

  static func fixture(_ name: String) throws -> [UInt8] { try DocumentFixtures.fixture(name) }

  static func contents(of path: String) throws -> [UInt8] { try fileContents(path) }
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
