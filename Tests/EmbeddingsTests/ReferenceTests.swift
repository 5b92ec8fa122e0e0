// The true model against recorded numbers of the reference library. Skipped without MARTLET_MODEL_DIR (a folder of
// all-MiniLM-L6-v2); the long recording is read when MARTLET_REFERENCE names it.
import Embeddings
import Glibc
import Testing

enum TestModel {
  static let folder = environment("MARTLET_MODEL_DIR")
  static let reference = environment("MARTLET_REFERENCE")
  /// A folder of the models that are pulled as wheels.
  static let models = environment("MARTLET_MODELS_DIR")
  /// The file of ONNX Runtime's library.
  static let graphRuntime = environment("MARTLET_ONNXRUNTIME")

  static func environment(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }
}

/// One recorded text.
struct ReferenceCase {
  var text: String
  var ids: [Int32]
  /// The vector, or its first components.
  var vector: [Float]

  static func read(_ path: String) throws -> [ReferenceCase] {
    let file = try MappedFile(path: path)
    let cases = try #require(JSONValue.parse(file.bytes)["cases"]?.array)
    return try cases.map { json in
      ReferenceCase(
        text: try #require(json["text"]?.string),
        ids: try #require(json["input_ids"]?.array).compactMap { $0.integer.map(Int32.init) },
        vector: try #require(json["embedding"]?.array).compactMap { $0.double.map(Float.init) })
    }
  }
}

func cosine(_ a: [Float], _ b: [Float]) -> Double {
  var dot = 0.0
  var aa = 0.0
  var bb = 0.0
  for (x, y) in zip(a, b) {
    dot += Double(x) * Double(y)
    aa += Double(x) * Double(x)
    bb += Double(y) * Double(y)
  }
  return dot / (aa * bb).squareRoot()
}

@Suite(.enabled(if: TestModel.folder != nil && TestModel.reference != nil))
struct ReferenceTests {
  @Test func tokenIdsEqualTheReferenceInEveryCase() throws {
    let tokenizer = try TokenizerFolder(path: try #require(TestModel.folder)).tokenizer()
    for reference in try ReferenceCase.read(try #require(TestModel.reference)) {
      #expect(
        tokenizer.encode(reference.text, maxTokens: 256).map(\.id) == reference.ids, "\(reference.text.prefix(60))")
    }
  }

  @Test func vectorsPointWhereTheReferencePointsWithEveryInstructionSet() throws {
    let folder = try ModelFolder.open(at: try #require(TestModel.folder))
    let cases = try ReferenceCase.read(try #require(TestModel.reference))
    for (kernels, arithmetic) in EncoderKernels.all.dropFirst().flatMap({ set in Arithmetic.allCases.map { (set, $0) } }
    ) {
      let encoder = try NativeEncoder(folder: folder, arithmetic: arithmetic, kernels: kernels)
      let vectors = encoder.embedOnThisThread(cases.map(\.text), as: .passage)
      var worst = 1.0
      for (reference, vector) in zip(cases, vectors) {
        let similarity = cosine(reference.vector, vector)
        worst = min(worst, similarity)
        #expect(
          similarity >= (arithmetic == .int8 ? 0.995 : 0.99999), "\(kernels), \(arithmetic): \(reference.text.prefix(60))")
      }
      print("\(kernels), \(arithmetic): lowest cosine \(worst) over \(cases.count) texts")
    }
  }
}

@Suite(.enabled(if: TestModel.folder != nil))
struct ModelTests {
  /// fixtures/embeddings/minilm.json: ids and the first 8 components of the vectors.
  static let fixture =
    #filePath.split(separator: "/").dropLast(3).map { "/\($0)" }.joined() + "/fixtures/embeddings/minilm.json"

  @Test func theTrueModelGivesTheRecordedIdsAndVectors() async throws {
    // Not `open`, which would leave the packed weights in a folder that is not ours.
    let folder = try ModelFolder.open(at: try #require(TestModel.folder))
    let service = try EmbeddingService(encoder: NativeEncoder(folder: folder, arithmetic: .f32, kernels: .best))
    let cases = try ReferenceCase.read(Self.fixture)
    #expect(service.model.dimension == 384 && service.model.maxTokens == 256 && service.model.normalized)
    let vectors = try await service.embed(cases.map(\.text), as: .passage)
    for (reference, vector) in zip(cases, vectors) {
      #expect(service.tokenizer.encode(reference.text, maxTokens: 256).map(\.id) == reference.ids, "\(reference.text)")
      let worst = zip(reference.vector, vector).reduce(0) { max($0, abs($1.0 - $1.1)) }
      #expect(worst < 1e-5, "\(reference.text)")
      #expect(abs(cosine(vector, vector) - 1) < 1e-5 && abs(vector.reduce(0) { $0 + $1 * $1 } - 1) < 1e-4)
    }
  }
}
