// How files are to be cut, as clients state it: with an upload, with a knowledge base, with a call that has a file read.
internal import Chunker
internal import HTTP
internal import Retrieval

struct ChunkingPayload: Payload, PayloadDocumented, OmitsNilFields {
  enum Unit: String, Codable, Sendable, CaseIterable {
    case characters, tokens
  }

  let strategy: String?
  let unit: Unit?
  let size: Int?
  let target: Int?
  let minimum: Int?
  let overlap: Int?
  let context: Bool?
  let window: Int?
  let parentSize: Int?
  let percentile: Int?

  private enum CodingKeys: String, CodingKey {
    case strategy, unit, size, target
    case minimum = "min"
    case overlap, context, window
    case parentSize = "parent_size"
    case percentile
  }

  static let documentation = PayloadDocumentation(
    summary: "How files are cut. What is left out follows from what is there, or is as the service's settings say.",
    fields: [
      "strategy": FieldRules("One of \(ChunkingOverride.Strategy.names). auto: the file's kind decides."),
      "unit": FieldRules("What sizes are counted in: Unicode scalars, or tokens of the embedding model."),
      "size": FieldRules("The most a chunk has, with everything that is embedded with it.", minimum: 1),
      "target": FieldRules("What chunks aim at; only what would be torn otherwise goes beyond.", minimum: 1),
      "min": FieldRules("Smaller chunks are joined to a neighbour when both fit.", minimum: 0),
      "overlap": FieldRules("The most a chunk repeats of the one before it.", minimum: 0),
      "context": FieldRules("Whether title and headings are embedded with a chunk; they are no part of its text."),
      "window": FieldRules("Sentences on either side that sentence-window gives to read.", minimum: 0, maximum: 1_000),
      "parent_size": FieldRules("The most that a part to read has, for parent-child.", minimum: 1),
      "percentile": FieldRules(
        "The share of neighbouring sentences that semantic takes to be of one subject.", minimum: 1, maximum: 100),
    ])

  init?(_ chunking: ChunkingOverride?) {
    guard let chunking else { return nil }
    strategy = chunking.strategy?.rawValue
    unit = chunking.unit.map { $0 == .tokens ? .tokens : .characters }
    (size, target, minimum, overlap) = (chunking.size, chunking.target, chunking.minimum, chunking.overlap)
    (context, window, parentSize) = (chunking.context, chunking.window, chunking.parentSize)
    percentile = chunking.percentile
  }

  /// A text field of a form.
  init?(json: String?) throws {
    guard let json, !json.isEmpty else { return nil }
    do {
      self = try JSONValue(parsing: Array(json.utf8)).decode()
    } catch {
      throw ServiceError(.badRequest, "'chunking' must be a JSON object that says how to cut the file.", cause: error)
    }
  }

  var chunking: ChunkingOverride {
    ChunkingOverride(
      strategy: strategy.map { .init(rawValue: $0) }, unit: unit.map { $0 == .tokens ? .tokens : .characters },
      size: size,
      target: target, minimum: minimum, overlap: overlap, context: context, window: window, parentSize: parentSize,
      percentile: percentile)
  }
}
