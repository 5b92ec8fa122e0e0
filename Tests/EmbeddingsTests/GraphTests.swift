// ONNX models: refused with words that help without the library, and PyTorch's numbers with it (MARTLET_ONNXRUNTIME names its
// file).
import Embeddings
import Testing

@Suite struct GraphTests {
  @Test func withoutTheLibraryTheErrorSaysWhatToInstall() throws {
    let folder = try ModelFolder.open(at: try RecordedModel("onnx-bert").path)
    #expect(folder.kind == .onnx)
    let error = #expect(throws: EmbeddingError.self) {
      try GraphEmbedder(folder: folder, runtime: "/nowhere/libonnxruntime.so")
    }
    #expect(error?.code == .runtimeMissing)
    #expect(error?.code.isCallersFault == true)
    for words in ["/nowhere/libonnxruntime.so", "Install ONNX Runtime", "MARTLET_ONNXRUNTIME"] {
      #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    }
  }

  @Test func anotherLibraryIsNotTakenForIt() throws {
    let error = #expect(throws: EmbeddingError.self) { try GraphRuntime.load("libc.so.6") }
    #expect(error?.code == .runtimeMissing)
    #expect(error?.message.contains("OrtGetApiBase") == true)
  }

  @Test func aModelThatTheNativeRunnerLacksIsRunAsItsGraph() throws {
    let folder = try RecordedModel("onnx-bert").copy()
    let weights = try MappedFile(path: "\(try RecordedModel("bert-mean").path)/model.safetensors")
    folder.write(Array(weights.bytes), to: "model.safetensors")
    #expect(try ModelFolder.open(at: folder.path).kind == .transformer)
    folder.write(#"{"model_type": "mpnet", "hidden_size": 32, "max_position_embeddings": 34}"#, to: "config.json")
    let described = try ModelFolder.open(at: folder.path)
    #expect(described.kind == .onnx && described.model.maxTokens == 24)
  }

  @Test(.enabled(if: TestModel.graphRuntime != nil)) func aGraphGivesTheVectorsOfPyTorch() async throws {
    let recorded = try RecordedModel("onnx-bert")
    let embedder = try GraphEmbedder(folder: ModelFolder.open(at: recorded.path), runtime: TestModel.graphRuntime)
    #expect(embedder.model.dimension == 32 && embedder.model.normalized)
    // Many texts of all lengths: batches with padding must not show.
    let cases = Array(repeating: recorded.cases, count: 40).flatMap { $0 }
    for (recorded, vector) in zip(cases, try await embedder.embed(cases.map(\.text), as: .passage)) {
      EncoderTests.expectClose(vector, recorded.vector, "\(recorded.text.prefix(30))", tolerance: 1e-4)
    }
    #expect(try await embedder.embed([], as: .query) == [])
  }

  @Test(.enabled(if: TestModel.graphRuntime != nil)) func manyCallersShareAGraph() async throws {
    let recorded = try RecordedModel("onnx-bert")
    let embedder = try LocalEmbedder.open(modelFolder: recorded.path, runtime: TestModel.graphRuntime)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for caller in 0..<8 {
        group.addTask {
          for recorded in recorded.cases {
            let vector = try await embedder.embed(recorded.text, as: caller % 2 == 0 ? .query : .passage)
            EncoderTests.expectClose(vector, recorded.vector, "\(recorded.text.prefix(30))", tolerance: 1e-4)
          }
        }
      }
      try await group.waitForAll()
    }
  }

  @Test(.enabled(if: TestModel.graphRuntime != nil)) func aFileThatIsNoGraphIsRefusedWithTheLibrarysReason() throws {
    let folder = try RecordedModel("onnx-bert").copy()
    folder.write("no graph", to: "onnx/model.onnx")
    let error = #expect(throws: EmbeddingError.self) {
      try GraphEmbedder(folder: ModelFolder.open(at: folder.path), runtime: TestModel.graphRuntime)
    }
    #expect(error?.code == .engineFailed && error?.message.contains("onnx/model.onnx") == true)
  }
}
