// The models that `martlet models pull` fetches as wheels, against numbers of the libraries they were made for
// (fixtures/embeddings/record_wheels.py). Skipped without MARTLET_MODELS_DIR, a folder in which they lie by name.
import Embeddings
import Glibc
import Testing

@Suite(.enabled(if: TestModel.models != nil))
struct WheelModelTests {
  private static func record() throws -> JSONObject {
    let root = #filePath.split(separator: "/").dropLast(3).map { "/\($0)" }.joined()
    let file = try MappedFile(path: "\(root)/fixtures/embeddings/wheels.json")
    return try #require(JSONValue.parse(file.bytes).object)
  }

  @Test func theirVectorsAreThoseOfTheirLibraries() throws {
    let folder = try #require(TestModel.models)
    for (name, record) in try Self.record().members {
      guard access("\(folder)/\(name)/model.safetensors", R_OK) == 0 else {
        print("\(name) is not in \(folder): skipped")
        continue
      }
      let described = try ModelFolder.open(at: "\(folder)/\(name)")
      #expect(described.model.dimension == record["dimension"]?.integer && described.model.normalized, "\(name)")
      let vectors = try Self.vectors(described)
      for recorded in try #require(record["cases"]?.array) {
        let text = try #require(recorded["text"]?.string)
        let expected = try #require(recorded["embedding"]?.array).compactMap { $0.double.map(Float.init) }
        let vector = vectors(text)
        let worst = zip(expected, vector).reduce(0) { max($0, abs($1.0 - $1.1)) }
        // The library keeps tables of f16 in f16.
        #expect(worst < (described.kind == .staticTable ? 5e-4 : 2e-5), "\(name): \(text.prefix(40))")
      }
    }
  }

  private static func vectors(_ folder: ModelFolder) throws -> (String) -> [Float] {
    if folder.kind == .staticTable {
      let model = try StaticModel(folder: folder)
      return { model.vector(of: $0, as: .passage) }
    }
    // Without a cache: the folder is not ours to write.
    let encoder = try NativeEncoder(folder: folder, arithmetic: .f32, kernels: .best)
    return { encoder.embedOnThisThread([$0], as: .passage)[0] }
  }
}
