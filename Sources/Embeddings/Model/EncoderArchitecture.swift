// Families of encoders that are BERT under other names: what config.json calls their sizes, and what checkpoints call their
// tensors. The rest of the encoder knows BERT's names alone.

/// A family of post-norm encoders.
package enum EncoderArchitecture: Sendable, Hashable {
  case bert
  /// RoBERTa, XLM-RoBERTa, CamemBERT: positions begin behind the padding's.
  case roberta
  /// No token types.
  case distilBert

  /// By config.json's `model_type`.
  static let byModelType: [String: EncoderArchitecture] = [
    "bert": .bert, "roberta": .roberta, "xlm-roberta": .roberta, "camembert": .roberta, "distilbert": .distilBert,
  ]

  /// The classes, as config.json's `architectures` names them, that have one score for an output.
  static let scoringClasses: Set<String> = [
    "BertForSequenceClassification", "RobertaForSequenceClassification", "XLMRobertaForSequenceClassification",
    "CamembertForSequenceClassification", "DistilBertForSequenceClassification",
  ]

  /// Before the encoder's names in a checkpoint that has a head, too.
  var prefix: String {
    switch self {
    case .bert: "bert."
    case .roberta: "roberta."
    case .distilBert: "distilbert."
    }
  }

  /// The layers of the classification head: one whose output `headActivation` takes, and one with the score.
  var headLayers: (hidden: String, output: String) {
    switch self {
    case .bert: ("pooler.dense", "classifier")
    case .roberta: ("classifier.dense", "classifier.out_proj")
    case .distilBert: ("pre_classifier", "classifier")
    }
  }

  var headActivation: Activation { self == .distilBert ? .relu : .tanh }

  /// What config.json calls a size.
  func key(_ name: String) -> String {
    guard self == .distilBert else { return name }
    return switch name {
    case "hidden_size": "dim"
    case "num_hidden_layers": "n_layers"
    case "num_attention_heads": "n_heads"
    case "intermediate_size": "hidden_dim"
    case "hidden_act": "activation"
    default: name
    }
  }

  /// What checkpoints call the tensor that BERT calls `name`, without the prefix.
  func tensorName(_ name: String) -> String {
    guard self == .distilBert, name.hasPrefix("encoder.layer.") else { return name }
    let parts = name.split(separator: ".", maxSplits: 3)
    guard parts.count == 4 else { return name }
    for (bert, own) in Self.distilBertParts where parts[3].hasPrefix("\(bert).") {
      return "transformer.layer.\(parts[2]).\(own)\(parts[3].dropFirst(bert.count))"
    }
    return name
  }

  private static let distilBertParts = [
    ("attention.self.query", "attention.q_lin"), ("attention.self.key", "attention.k_lin"),
    ("attention.self.value", "attention.v_lin"), ("attention.output.dense", "attention.out_lin"),
    ("attention.output.LayerNorm", "sa_layer_norm"), ("intermediate.dense", "ffn.lin1"), ("output.dense", "ffn.lin2"),
    ("output.LayerNorm", "output_layer_norm"),
  ]
}
