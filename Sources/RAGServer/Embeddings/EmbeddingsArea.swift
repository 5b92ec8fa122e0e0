// `POST /v1/embeddings` as OpenAI shapes it: texts in, vectors of the corpus' own model out. One model serves, so the name in
// a request is a check, not a choice.
internal import Embeddings
internal import FoundationEssentials
internal import HTTP
internal import Platform
internal import Retrieval

/// The operations behind `/embeddings`.
struct EmbeddingsArea: Sendable {
  let corpus: Corpus
  let control: RetrievalControl

  /// Inputs of one request, as OpenAI limits them.
  private static let mostInputs = 2_048

  func routes(_ access: AccessRules) -> [Route] {
    [
      .post(
        "/api/embeddings", aliases: ["/api/v1/embeddings", "/v1/embeddings"],
        access: access.verified,
        body: EmbeddingsForm.self, returns: Response.self, summary: "Embed texts",
        tags: ["embeddings"]
      ) { _, _, form in try await offLoop { try await embed(form) } }
      .documentingReply("application/json", EmbeddingsPayload.schema)
      .answering(
        .serviceUnavailable, "There is no embedding model, or its engine cannot be reached")
    ]
  }

  private func embed(_ form: EmbeddingsForm) async throws -> Response {
    let texts = try Self.texts(form.input)
    guard let embedder = corpus.embedder else {
      throw RetrievalError(
        .embeddingUnavailable,
        "There is no embedding model, so texts cannot be embedded. Install or configure one.")
    }
    let name = try modelName(form.model, embedder.model)
    if let wanted = form.dimensions, wanted != embedder.model.dimension {
      throw ServiceError(
        .badRequest,
        "The model \(name) gives vectors of \(embedder.model.dimension) components and no others, not of \(wanted)."
      )
    }
    let purpose: Purpose =
      form.inputType.map { ["query", "search_query"].contains($0) } ?? false ? .query : .passage
    let vectors: [[Float]]
    do throws(EmbeddingError) {
      vectors = try await embedder.embed(texts, as: purpose)
    } catch {
      throw RetrievalError(embedding: error)
    }
    let tokens = texts.reduce(0) { $0 + embedder.tokenCount(of: $1) }
    return .json(
      Self.body(vectors, model: name, tokens: tokens, asBase64: form.encodingFormat == .base64))
  }

  /// What the vectors are called: as configured, or by the model's id while another one than the configured still serves.
  private func modelName(_ asked: String?, _ model: EmbeddingModel) throws(ServiceError) -> String {
    let configured = corpus.reindexProgress == nil ? control.settings.embeddingModel : model.id
    guard let asked, !asked.isEmpty else { return configured.isEmpty ? model.id : configured }
    let short = configured.split(separator: "/").last.map(String.init)
    guard asked == configured || asked == model.id || asked == short else {
      throw ServiceError(.notFound, "Model not found")
    }
    return asked
  }

  private static func texts(_ input: HTTP.JSONValue) throws(ServiceError) -> [String] {
    switch input {
    case .string(let text): return try checked([text])
    case .array(let values):
      var texts: [String] = []
      for value in values {
        guard let text = value.string else {
          throw ServiceError(
            .badRequest,
            "input must be a text or a list of texts. Token numbers are not taken: they mean another model's tokens."
          )
        }
        texts.append(text)
      }
      return try checked(texts)
    default: throw ServiceError(.badRequest, "input must be a text or a list of texts.")
    }
  }

  private static func checked(_ texts: [String]) throws(ServiceError) -> [String] {
    guard 1...mostInputs ~= texts.count else {
      throw ServiceError(
        .badRequest, "input must hold 1 to \(mostInputs) texts; it holds \(texts.count).")
    }
    guard !texts.contains("") else {
      throw ServiceError(.badRequest, "input must not hold an empty text.")
    }
    return texts
  }

  /// Written by hand: a thousand vectors are a million numbers.
  private static func body(_ vectors: [[Float]], model: String, tokens: Int, asBase64: Bool)
    -> [UInt8]
  {
    var body: [UInt8] = []
    body.appendJSON(literal: #"{"object":"list","data":["#)
    for (index, vector) in vectors.enumerated() {
      body.appendJSON(
        literal: (index > 0 ? "," : "") + #"{"object":"embedding","index":\#(index),"embedding":"#)
      if asBase64 {
        body.appendJSON(string: base64(vector))
      } else {
        body.append(UInt8(ascii: "["))
        for (column, component) in vector.enumerated() {
          if column > 0 { body.append(UInt8(ascii: ",")) }
          body.appendJSON(literal: component.description)
        }
        body.append(UInt8(ascii: "]"))
      }
      body.append(UInt8(ascii: "}"))
    }
    body.appendJSON(literal: #"],"model":"#)
    body.appendJSON(string: model)
    body.appendJSON(literal: #","usage":{"prompt_tokens":\#(tokens),"total_tokens":\#(tokens)}}"#)
    return body
  }

  /// The components as little-endian f32, in base64.
  private static func base64(_ vector: [Float]) -> String {
    var bytes = Data(capacity: vector.count * 4)
    for component in vector {
      withUnsafeBytes(of: component.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    }
    return bytes.base64EncodedString()
  }
}
