// What goes over the wire when texts are embedded: OpenAI's shape.
internal import HTTP

/// Texts to embed.
struct EmbeddingsForm: Payload, PayloadDocumented {
  /// How vectors are written.
  enum EncodingFormat: String, Codable, Sendable, CaseIterable {
    case float, base64
  }

  let input: JSONValue
  let model: String?
  let encodingFormat: EncodingFormat?
  let dimensions: Int?
  let inputType: String?

  private enum CodingKeys: String, CodingKey {
    case input, model
    case encodingFormat = "encoding_format"
    case dimensions
    case inputType = "input_type"
  }

  static let documentation = PayloadDocumentation(
    summary: "Vectors of the model that serves searches.",
    fields: [
      "input": FieldRules("A text, or a list of up to 2048 texts."),
      "model": FieldRules("The model's name; another one's is refused."),
      "encoding_format": FieldRules("float (lists of numbers) or base64 (little-endian f32)."),
      "dimensions": FieldRules("Refused unless it is what the model has.", minimum: 1),
      "input_type": FieldRules("query or passage, for models that tell them apart; passage without it."),
    ])
}

/// Vectors, in the order of the texts.
struct EmbeddingsPayload: Payload {
  struct Item: Payload {
    let object: String
    let index: Int
    let embedding: [Float]
  }
  struct Usage: Payload {
    let promptTokens: Int
    let totalTokens: Int

    private enum CodingKeys: String, CodingKey {
      case promptTokens = "prompt_tokens"
      case totalTokens = "total_tokens"
    }
  }

  let object: String
  let data: [Item]
  let model: String
  /// Counted by the model's tokenizer; of an engine elsewhere estimated.
  let usage: Usage
}
