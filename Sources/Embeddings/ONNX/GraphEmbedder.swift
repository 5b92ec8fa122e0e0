// The embedder of an ONNX model: our tokenizer before, ONNX Runtime in the middle, our pooling behind.
//
// A graph wants its texts as one rectangle, so a block is run in batches of texts of like length. One thread of ours waits for a
// run, which the library's own threads compute.
import Platform

/// Embeds texts with a graph that ONNX Runtime executes. Callable from any task.
public final class GraphEmbedder: Embedder {
  public let model: EmbeddingModel
  public var kind: ModelFolder.Kind? { .onnx }
  /// The version of ONNX Runtime in use.
  public var runtimeVersion: String { graph.runtimeVersion }
  private let graph: GraphModel
  private let pool: EncodingPool

  /// Estimated tokens of one block: a query waits for no more.
  private static let blockTokens = 256

  /// Loads the model in a folder and starts its threads.
  /// - Parameter runtime: the file of ONNX Runtime's library; nil for where the loader looks.
  /// - Throws: as `ModelFolder.open`; `.runtimeMissing` saying what to install; `.modelUnsupported` naming what is not
  ///   understood of the graph; `.engineFailed` with the library's reason.
  public init(
    folder: ModelFolder, runtime: String? = nil, configuration: EmbeddingService.Configuration = .init()
  ) throws(EmbeddingError) {
    let graph = try GraphModel(folder, runtime: runtime, threads: configuration.threads)
    self.graph = graph
    model = graph.model
    pool = try EncodingPool(
      model: graph, maxTokens: graph.model.maxTokens, blockTokens: Self.blockTokens, threads: 1,
      configuration: configuration
    ) { text, vector in text.request.receive(vector, at: text.index) }
  }

  /// Ends the threads; waiting calls fail with `.shutDown`. May be called again.
  public func stop() { pool.stop() }

  public func embed(_ texts: [String], as purpose: Purpose) async throws(EmbeddingError) -> [[Float]] {
    guard !texts.isEmpty else { return [] }
    return try await pool.run(EncodingRequest(texts: texts, purpose: purpose))
  }

  public var textTokenizer: (any Tokenizer)? { graph.tokenizer }

  public func tokenCount(of text: String) -> Int { graph.tokens(of: text, as: .passage).count }
}

/// A loaded graph with its tokenizer. Immutable; any thread.
private final class GraphModel: BlockModel {
  let model: EmbeddingModel
  let runtimeVersion: String
  private let folder: ModelFolder
  let tokenizer: any Tokenizer
  private let session: GraphSession
  private let output: OutputSteps
  private let paddingID: Int32

  /// Tokens of one run, padding included.
  private static let batchTokens = 2048

  init(_ folder: ModelFolder, runtime path: String?, threads: Int) throws(EmbeddingError) {
    guard case .graph(let file) = folder.content else {
      throw EmbeddingError(code: .modelUnsupported, message: "\(folder.path) is no ONNX model.")
    }
    guard folder.scoring == nil else {
      throw EmbeddingError(
        code: .modelUnsupported, message: "\(folder.path) is a reranker as an ONNX graph; its model.safetensors is needed.")
    }
    self.folder = folder
    tokenizer = try TokenizerFolder(path: folder.path).tokenizer()
    paddingID = file.paddingID
    let runtime = try GraphRuntime.load(path)
    runtimeVersion = runtime.version
    let session = try GraphSession(runtime, path: file.path, threads: threads)
    self.session = session
    // One run tells the width that the graph really has, and whether it runs at all.
    let probe = tokenizer.encode("a", maxTokens: folder.maxTokens).map(\.id)
    let width = try session.run([probe], padding: file.paddingID) { _, _, width in width }
    output = try OutputSteps(folder, width: width)
    var model = folder.model
    if !folder.hasDenseOutput { model.dimension = width }
    self.model = model
  }

  func tokens(of text: String, as purpose: Purpose) -> [Int32] {
    let prefix = purpose == .query ? folder.queryPrefix : folder.passagePrefix
    return tokenizer.encode(prefix.isEmpty ? text : prefix + text, maxTokens: folder.maxTokens).map(\.id)
  }

  func outputs(of texts: [QueuedText]) throws(EmbeddingError) -> [[Float]] {
    let inputs = texts.map { tokens(of: $0.text, as: $0.request.purpose) }
    var vectors = [[Float]](repeating: [], count: inputs.count)
    for batch in Self.batches(inputs.map(\.count)) {
      let outputs = try session.run(batch.map { inputs[$0] }, padding: paddingID) { states, longest, width in
        batch.enumerated().map { row, index in
          guard !session.isPooled else {
            return output.finished(Array(UnsafeBufferPointer(start: states + row * width, count: width)))
          }
          return output.vector(of: states + row * longest * width, count: inputs[index].count, width: width)
        }
      }
      for (index, vector) in zip(batch, outputs) { vectors[index] = vector }
    }
    return vectors
  }

  /// Texts of like length together, so that little is padded.
  private static func batches(_ lengths: [Int]) -> [[Int]] {
    var batches: [[Int]] = []
    for index in lengths.indices.sorted(by: { lengths[$0] > lengths[$1] }) {
      if let longest = batches.last?.first.map({ lengths[$0] }), let count = batches.last?.count,
        (count + 1) * longest <= batchTokens, lengths[index] * 4 >= longest * 3
      {
        batches[batches.count - 1].append(index)
      } else {
        batches.append([index])
      }
    }
    return batches
  }
}
