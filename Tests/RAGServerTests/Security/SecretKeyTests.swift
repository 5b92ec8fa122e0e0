// The signing secret: configured, or generated once and kept, readable by its owner alone.
import FoundationEssentials
import Glibc
import RAGServer
import Testing

@Suite struct SecretKeyTests {
  private let folder: String

  init() throws {
    var template = Array("/tmp/martlet-secret-XXXXXX".utf8CString)
    folder = String(cString: try #require(mkdtemp(&template)))
  }

  private func cleanUp() { try? FileManager.default.removeItem(atPath: folder) }
  private var path: String { folder + "/.webui_secret_key" }

  private func mode() -> mode_t {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
  }

  @Test func theConfiguredSecretWins() throws {
    defer { cleanUp() }
    #expect(try SecretKey.load(configured: "abc", dataDirectory: folder).bytes == Array("abc".utf8))
    #expect(access(path, F_OK) != 0)
    #expect(try SecretKey.load(configured: "abc", dataDirectory: folder).isWeak)
  }

  @Test func aSecretIsGeneratedOnceAndKept() throws {
    defer { cleanUp() }
    let first = try SecretKey.load(configured: nil, dataDirectory: folder)
    #expect(first.bytes.count >= 43)
    #expect(mode() == 0o600)
    #expect(try SecretKey.load(configured: "", dataDirectory: folder).bytes == first.bytes)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [".webui_secret_key"])
  }

  @Test func ofManyAtOnceAllGetTheSameSecret() async throws {
    defer { cleanUp() }
    let folder = folder
    let secrets = try await withThrowingTaskGroup(of: [UInt8].self) { group in
      for _ in 0..<16 { group.addTask { try SecretKey.load(configured: nil, dataDirectory: folder).bytes } }
      return try await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
    }
    #expect(secrets.count == 1)
  }

  @Test func aFileOpenToOthersIsClosedToThem() throws {
    defer { cleanUp() }
    try Data("from a backup\n".utf8).write(to: URL(filePath: path))
    chmod(path, 0o644)
    #expect(try SecretKey.load(configured: nil, dataDirectory: folder).bytes == Array("from a backup".utf8))
    #expect(mode() == 0o600)
  }

  @Test func anEmptyFileIsAnErrorAndNotASecret() throws {
    defer { cleanUp() }
    try Data("\n".utf8).write(to: URL(filePath: path))
    let error = #expect(throws: SecurityError.self) { try SecretKey.load(configured: nil, dataDirectory: folder) }
    #expect(error?.code == .secretUnusable)
    #expect(throws: SecurityError.self) { try SecretKey.load(configured: nil, dataDirectory: folder + "/none") }
  }

  @Test func aSecretDoesNotPrintItself() throws {
    defer { cleanUp() }
    let key = try SecretKey.load(configured: "hush hush hush hush", dataDirectory: folder)
    #expect(!"\(key)".contains("hush"))
  }
}
