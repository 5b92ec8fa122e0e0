// The cache of packed weights: used when it matches, replaced when it does not, never needed.
import Embeddings
import Glibc
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
