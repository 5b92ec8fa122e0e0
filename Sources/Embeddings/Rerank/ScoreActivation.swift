// What becomes of the number that a cross-encoder's head gives.
import Glibc

/// The last function of a cross-encoder.
public enum ScoreActivation: String, Sendable, Hashable {
  /// The head's output as it is: any number.
  case identity
  /// 1 / (1 + e⁻ˣ): 0…1 in the same order.
  case sigmoid

  func apply(_ value: Float) -> Float {
    switch self {
    case .identity: value
    case .sigmoid: 1 / (1 + expf(-value))
    }
  }

  /// What config.json says under the names that sentence-transformers has used; without a word of it a single output goes
  /// through a sigmoid, as there.
  /// - Returns: nil when the model has no head with a single output.
  /// - Throws: `.modelUnsupported` for another function.
  static func described(_ json: JSONValue, file: String) throws(EmbeddingError) -> ScoreActivation? {
    let architectures = json["architectures"]?.array?.compactMap(\.string) ?? []
    guard architectures.contains(where: EncoderArchitecture.scoringClasses.contains) else { return nil }
    let labels = json["id2label"]?.object?.members.count ?? json["num_labels"]?.integer ?? 2
    guard labels == 1 else { return nil }
    let named =
      json["sentence_transformers"]?["activation_fn"]?.string ?? json["sbert_ce_default_activation_function"]?.string
    switch named?.split(separator: ".").last {
    case nil, "Sigmoid": return .sigmoid
    case "Identity": return .identity
    default:
      throw EmbeddingError(
        code: .modelUnsupported,
        message: "\(file) asks for the activation \"\(named ?? "")\" (supported: Identity, Sigmoid).")
    }
  }
}
