// Hostile and damaged weight files end in a typed error that says what is wrong.
import Embeddings
import Testing

@Suite struct SafetensorsTests {
  static func file(_ header: String, data: Int = 16, length: UInt64? = nil) -> [UInt8] {
    let bytes = Array(header.utf8)
    return withUnsafeBytes(of: (length ?? UInt64(bytes.count)).littleEndian) { Array($0) } + bytes
      + [UInt8](repeating: 0, count: data)
  }

  static func entry(_ name: String, _ from: Int, _ to: Int, type: String = "F32", shape: String = "[2]") -> String {
    "\"\(name)\":{\"dtype\":\"\(type)\",\"shape\":\(shape),\"data_offsets\":[\(from),\(to)]}"
  }

  static func open(_ bytes: [UInt8]) throws(EmbeddingError) -> SafetensorsFile {
    let folder = TemporaryFolder()
    folder.write(bytes, to: "model.safetensors")
    return try SafetensorsFile(path: "\(folder.path)/model.safetensors")
  }

  @Test func aSoundFileIsRead() throws {
    let file = try Self.open(
      Self.file("{\"__metadata__\":{\"format\":\"pt\"},\(Self.entry("a", 0, 8)),\(Self.entry("b", 8, 16))}"))
    #expect(file.names == ["a", "b"])
    #expect(try file.tensor("b", shape: [2]).floats() == [0, 0])
  }

  @Test(
    arguments: [
      ("shorter than 8", [1, 2, 3]),
      ("shorter than 8", []),
      ("claims", file("{}", data: 0, length: .max)),
      ("claims", file("{}", data: 0, length: 17 << 20)),
      ("longer than the file", file("{}", data: 0, length: 100)),
      ("not valid JSON", file("{\"a\":", data: 0)),
      ("not a JSON object", file("[]", data: 0)),
      ("occurs twice", file("{\(entry("a", 0, 8)),\(entry("a", 8, 16))}")),
      ("no dtype", file(#"{"a":{"shape":[2],"data_offsets":[0,8]}}"#, data: 8)),
      ("unknown dtype", file("{\(entry("a", 0, 8, type: "F99"))}", data: 8)),
      ("no shape", file(#"{"a":{"dtype":"F32","data_offsets":[0,8]}}"#, data: 8)),
      ("shape that is none", file("{\(entry("a", 0, 8, shape: "[-2]"))}", data: 8)),
      ("overflows", file("{\(entry("a", 0, 8, shape: "[4611686018427387904,8]"))}", data: 8)),
      ("not a range", file("{\(entry("a", 0, 24, shape: "[6]"))}")),
      ("not a range", file("{\(entry("a", 8, 0))}")),
      ("not a range", file("{\(entry("a", -8, 0))}")),
      ("not a range", file(#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,9223372036854775807]}}"#)),
      ("where its shape needs", file("{\(entry("a", 0, 16))}")),
      ("overlaps", file("{\(entry("a", 0, 8)),\(entry("b", 4, 12))}", data: 12)),
      ("belong to no tensor", file("{\(entry("a", 8, 16))}")),
      ("belong to no tensor", file("{\(entry("a", 0, 8))}")),
    ] as [(String, [UInt8])])
  func aDamagedFileIsRefused(reason: String, bytes: [UInt8]) {
    let error = #expect(throws: EmbeddingError.self) { try Self.open(bytes) }
    #expect(error?.code == .modelDamaged)
    #expect(error?.message.contains(reason) == true, "\(error?.message ?? "no error")")
  }

  @Test func aWrongShapeTypeOrNameIsNamed() throws {
    let file = try Self.open(
      Self.file("{\(Self.entry("a", 0, 8)),\(Self.entry("n", 8, 16, type: "I64", shape: "[1]"))}"))
    #expect(throws: EmbeddingError.self) { try file.tensor("a", shape: [3]) }
    #expect(throws: EmbeddingError.self) { try file.tensor("missing", shape: [2]) }
    let error = #expect(throws: EmbeddingError.self) { try file.tensor("n", shape: [1]) }
    #expect(error?.code == .modelUnsupported)
  }

  @Test func everyPrefixOfASoundFileIsRefused() throws {
    let tiny = Self.file("{\(Self.entry("a", 0, 8)),\(Self.entry("b", 8, 16))}")
    for count in 0..<tiny.count {
      #expect(throws: EmbeddingError.self, "\(count) bytes") { try Self.open(Array(tiny.prefix(count))) }
    }
  }

  @Test func flippedBytesOfTheHeaderNeverCrash() throws {
    let sound = Self.file("{\(Self.entry("a", 0, 8)),\(Self.entry("b", 8, 16))}")
    for index in 0..<sound.count - 16 {
      for bit in 0..<8 {
        var bytes = sound
        bytes[index] ^= 1 << bit
        do throws(EmbeddingError) {
          let file = try Self.open(bytes)
          for name in file.names { _ = try? file.tensor(name, shape: [2]).floats() }
        } catch {
          #expect(error.code == .modelDamaged)
        }
      }
    }
  }
}
