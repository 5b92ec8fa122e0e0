// The native runner of BERT-type encoders: token ids in, one vector per text out.
//
// Texts are concatenated and never padded: dense layers see one tall matrix, attention works text by text. Weights are packed
// once into the panels of the processor's kernels (CKernels/gemm_template.h). This type computes on the thread that calls it;
// EmbeddingService gives it threads, batches and order.
import CKernels

/// A loaded model. Immutable; any number of threads may compute with it at once.
public final class NativeEncoder: Sendable {
  public let model: EmbeddingModel
  public let tokenizer: any Tokenizer
  /// The instruction set in use, such as `avx512`.
  public var instructionSet: String { kernels.description }

  /// The arithmetic of the dense layers.
  public let arithmetic: Arithmetic

  /// Whether the packed weights came from the cache.
  package let usedPackedCache: Bool
  let folder: ModelFolder
  let configuration: BertConfiguration
  let weights: EncoderWeights
  /// What follows the last layer.
  let output: OutputSteps
  let kernels: EncoderKernels

  /// Loads weights and tokenizer of a model folder. The first time, the packed weights are left there as a hidden file (as large
  /// as the weights in the chosen arithmetic) for the next start; a folder that cannot be written goes without.
  /// - Throws: see `ModelFolder.open`; `.modelDamaged` when tokenizer and weights disagree.
  public convenience init(folder: ModelFolder, arithmetic: Arithmetic = .standard) throws(EmbeddingError) {
    try self.init(folder: folder, arithmetic: arithmetic, kernels: .best, caches: true)
  }

  /// The same with a chosen instruction set.
  /// - Parameter scores: whether the head of a cross-encoder is loaded, which then gives one number for each input.
  package init(
    folder: ModelFolder, arithmetic: Arithmetic, kernels: EncoderKernels, caches: Bool = false, scores: Bool = false
  ) throws(EmbeddingError) {
    self.folder = folder
    self.arithmetic = arithmetic
    self.kernels = kernels
    let configuration = try folder.encoderConfiguration()
    self.configuration = configuration
    let (tokenizer, (weights, usedPackedCache)) = try alongside { () throws(EmbeddingError) in
      try TokenizerFolder(path: folder.path).tokenizer()
    } _: { () throws(EmbeddingError) in
      try Self.weights(folder, configuration, arithmetic, kernels, caches: caches, scores: scores)
    }
    self.tokenizer = tokenizer
    self.weights = weights
    self.usedPackedCache = usedPackedCache
    output = try OutputSteps(folder, width: configuration.hiddenSize)
    model = folder.model
    guard tokenizer.vocabularySize <= configuration.vocabularySize else {
      throw EmbeddingError(
        code: .modelDamaged,
        message:
          "The tokenizer of \(folder.path) has ids up to \(tokenizer.vocabularySize - 1), but the model has only "
          + "\(configuration.vocabularySize) rows.")
    }
    guard folder.maxTokens > tokenizer.prefixIDs.count + tokenizer.suffixIDs.count else {
      throw EmbeddingError(
        code: .modelDamaged, message: "\(folder.path) allows no more than \(folder.maxTokens) tokens.")
    }
  }

  /// The weights, packed or from the cache, and whether they are from there.
  private static func weights(
    _ folder: ModelFolder, _ configuration: BertConfiguration, _ arithmetic: Arithmetic, _ kernels: EncoderKernels,
    caches: Bool, scores: Bool
  ) throws(EmbeddingError) -> (EncoderWeights, usedPackedCache: Bool) {
    let file = try folder.weights()
    let cache =
      caches
      ? PackedCache(folder: folder.path, weights: file, kernels: kernels, arithmetic: arithmetic, scores: scores) : nil
    let isCached = cache?.isEmpty == false
    var ranges: [String: [Float]] = [:]
    if arithmetic == .int8, !isCached {
      // The same model in f32 says what its layers see; it is gone again after this.
      ranges = InputRanges.observed(in: try NativeEncoder(folder: folder, arithmetic: .f32, kernels: kernels))
    }
    let weights = try EncoderWeights(
      file, configuration, kernels: kernels, arithmetic: arithmetic, cache: cache, scores: scores, ranges: ranges)
    return (weights, isCached)
  }

  /// The model's input for a text: prefix for its purpose, special tokens, cut at the model's limit.
  func tokens(of text: String, as purpose: Purpose) -> [Int32] {
    let prefix = purpose == .query ? folder.queryPrefix : folder.passagePrefix
    return tokenizer.encode(prefix.isEmpty ? text : prefix + text, maxTokens: folder.maxTokens).map(\.id)
  }

  /// Embeds texts on the calling thread, alone. For tools and tests; servers use `EmbeddingService`.
  /// - Returns: one vector of `model.dimension` per text.
  public func embedOnThisThread(_ texts: [String], as purpose: Purpose) -> [[Float]] {
    embed(texts.map { tokens(of: $0, as: purpose) })
  }

  /// Embeds token sequences on the calling thread, one block each.
  package func embed(_ sequences: [[Int32]]) -> [[Float]] {
    let longest = sequences.reduce(1) { max($0, $1.count) }
    let workspace = Workspace(configuration, arithmetic, capacity: longest, members: 1)
    return sequences.map { sequence in
      var block = TokenBlock()
      block.append(sequence)
      return output(of: block, workspace)
    }
  }

  private func output(of block: TokenBlock, _ workspace: Workspace) -> [Float] {
    ForwardPass(self, block, workspace, Team(size: 1), rank: 0).run {}
    return vectors(of: block, workspace).first ?? []
  }

  /// The head's output for each pair of a question and a text, on the calling thread.
  /// - Precondition: the encoder was loaded with its head.
  package func scoresOnThisThread(_ pairs: [(question: String, text: String)]) -> [Float] {
    let workspace = Workspace(configuration, arithmetic, capacity: folder.maxTokens, members: 1)
    return pairs.map { question, text in
      let (ids, second) = pair(question, text)
      var block = TokenBlock()
      block.append(ids, second: second)
      return output(of: block, workspace)[0]
    }
  }
}
