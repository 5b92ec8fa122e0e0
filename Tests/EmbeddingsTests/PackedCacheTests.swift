// The cache of packed weights: used when it matches, replaced when it does not, never needed.
import Embeddings
import Glibc
import Platform
import Testing

@Suite struct PackedCacheTests {
  static let ids: [Int32] = [2, 5, 6, 7, 8, 9, 3]

  static func load(_ path: String, _ arithmetic: Arithmetic = .f32) throws -> NativeEncoder {
    try NativeEncoder(folder: ModelFolder.open(at: path), arithmetic: arithmetic)
  }

  static func cachePath(_ folder: TemporaryFolder, _ arithmetic: Arithmetic = .f32) -> String {
    "\(folder.path)/.martlet-packed-\(arithmetic)-\(EncoderKernels.best.panelColumns).safetensors"
  }

  @Test(arguments: Arithmetic.allCases)
  func theSecondStartMapsWhatTheFirstPacked(arithmetic: Arithmetic) throws {
    let tiny = TinyModel(seed: 31)
    let first = try Self.load(tiny.folder.path, arithmetic)
    let second = try Self.load(tiny.folder.path, arithmetic)
    #expect(!first.usedPackedCache && second.usedPackedCache)
    #expect(first.embed([Self.ids]) == second.embed([Self.ids]))
  }

  @Test func otherWeightsReplaceTheCache() throws {
    let (tiny, other) = (TinyModel(seed: 32), TinyModel(seed: 33))
    _ = try Self.load(tiny.folder.path)
    #expect(rename("\(other.folder.path)/model.safetensors", "\(tiny.folder.path)/model.safetensors") == 0)
    let encoder = try Self.load(tiny.folder.path)
    #expect(!encoder.usedPackedCache)
    EncoderTests.expectClose(encoder.embed([Self.ids])[0], other.reference(Self.ids), "other weights")
    #expect(try Self.load(tiny.folder.path).usedPackedCache)
  }

  @Test func aDamagedCacheIsReplaced() throws {
    let tiny = TinyModel(seed: 34)
    _ = try Self.load(tiny.folder.path)
    #expect(truncate(Self.cachePath(tiny.folder), 1000) == 0)
    let encoder = try Self.load(tiny.folder.path)
    #expect(!encoder.usedPackedCache)
    EncoderTests.expectClose(encoder.embed([Self.ids])[0], tiny.reference(Self.ids), "damaged cache")
    #expect(try Self.load(tiny.folder.path).usedPackedCache)
  }

  @Test func writersOfOneFileAtTheSameTimeLeaveAWholeOne() async throws {
    let folder = TemporaryFolder()
    let path = "\(folder.path)/weights.safetensors"
    let values = (0..<500_000).map { Float($0) }
    try await withThrowingTaskGroup(of: Bool.self) { group in
      let pool = try BlockingPool(name: "writers", threads: 4)
      for _ in 0..<40 {
        group.addTask {
          try await pool.run {
            try values.withUnsafeBytes { bytes in
              var writer = SafetensorsWriter(metadata: ["format": "test"])
              writer.add("values", type: "F32", shape: [values.count], bytes)
              let isWritten = writer.write(to: path)
              return try isWritten && SafetensorsFile(path: path).tensor("values", shape: [values.count]).floats() == values
            }
          }
        }
      }
      for try await isWhole in group { #expect(isWhole) }
    }
    unlink(path)
    #expect(rmdir(folder.path) == 0, "nothing else is left behind")
  }

  @Test func aFolderThatCannotTakeTheCacheGoesWithout() throws {
    let tiny = TinyModel(seed: 35)
    // A folder stands where the cache would: it can be neither read as a file nor replaced by one.
    tiny.folder.write("x", to: ".martlet-packed-f32-\(EncoderKernels.best.panelColumns).safetensors/occupied")
    for _ in 0..<2 {
      let encoder = try Self.load(tiny.folder.path)
      #expect(!encoder.usedPackedCache)
      EncoderTests.expectClose(encoder.embed([Self.ids])[0], tiny.reference(Self.ids), "no cache")
    }
  }
}
