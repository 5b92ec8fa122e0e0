// A deterministic embedder for tests: a normalised bag of hashed words. Texts that share words are near each other.
import Embeddings

struct HashingEmbedder: Embedder {
  let model: EmbeddingModel

  init(id: String = "test-hashing", dimension: Int = 64) {
    model = EmbeddingModel(id: id, dimension: dimension, maxTokens: 100_000, normalized: true)
  }

  func embed(_ texts: [String], as purpose: Purpose) async throws(EmbeddingError) -> [[Float]] {
    texts.map { text in
      var vector = [Float](repeating: 0, count: model.dimension)
      vector[0] = 0.01
      for word in text.lowercased().split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
        var hash: UInt64 = 14_695_981_039_346_656_037
        for byte in word.utf8 { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
        vector[Int(hash % UInt64(model.dimension))] += hash & (1 << 40) == 0 ? 1 : -1
      }
      let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return vector.map { $0 / length }
    }
  }
}
