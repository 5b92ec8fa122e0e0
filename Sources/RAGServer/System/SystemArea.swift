// What a client asks before and besides its work: is the service well, which version is it, what may this user do here.
internal import Database
internal import HTTP
internal import Retrieval

/// The operations of the service as a whole.
struct SystemArea: Sendable {
  let configuration: ServerConfiguration
  let corpus: Corpus
  let accounts: AccountService
  let database: Database
  let permissions: UserPermissionsPayload
  let retrieval: RetrievalControl

  // MARK: Health

  /// Answers from memory: it waits for no lock, disk or model, so it says how long the service itself takes to answer.
  func health() -> HealthPayload {
    HealthPayload(
      status: true, version: ProductVersion.current,
      embedding: corpus.embeddingModel.map {
        .init(available: true, model: $0.id, kind: corpus.embedder?.kind?.rawValue, message: nil)
      }
        ?? .init(
          available: false, model: nil, kind: nil,
          message: retrieval.isEngineUnreachable
            ? "The embedding engine cannot be reached: documents are found by their words only. It is tried again."
            : "There is no embedding model: documents are found by their words only. The log says what is missing."
        ),
      pendingJobs: corpus.pendingJobCount)
  }

  /// Asks the database something.
  func databaseHealth() async -> Reply<DatabaseHealthPayload> {
    do {
      _ = try await database.read { try $0.value("SELECT 1", as: Int.self) }
      return Reply(DatabaseHealthPayload(status: true, detail: nil))
    } catch {
      return Reply(
        DatabaseHealthPayload(status: false, detail: "The database does not answer."), status: .serviceUnavailable)
    }
  }

  // MARK: Versions

  var version: VersionPayload {
    VersionPayload(
      version: ProductVersion.compatibleWith, product: "Martlet", productVersion: ProductVersion.current)
  }

  var manifest: JSONValue {
    [
      "name": .string(configuration.name), "short_name": .string(configuration.name),
      "description": "Answers from your documents, with exact citations.", "start_url": "/", "display": "standalone",
      "background_color": "#1d2b53",
      "icons": [
        ["src": "/static/logo.png", "type": "image/png", "sizes": "192x192", "purpose": "any"],
        ["src": "/static/logo.png", "type": "image/png", "sizes": "192x192", "purpose": "maskable"],
      ],
    ]
  }
}

/// Whether the service is well, and what it can do.
struct HealthPayload: Payload {
  struct Embedding: Codable, Sendable, OmitsNilFields {
    let available: Bool
    let model: String?
    /// transformer, static (a table of token vectors) or onnx; nil for an engine elsewhere.
    let kind: String?
    let message: String?
  }

  let status: Bool
  let version: String
  let embedding: Embedding
  /// Documents waiting to be read, or being read.
  let pendingJobs: Int

  private enum CodingKeys: String, CodingKey {
    case status, version, embedding
    case pendingJobs = "pending_jobs"
  }
}

struct DatabaseHealthPayload: Payload, OmitsNilFields {
  let status: Bool
  let detail: String?
}

/// `version` is the one whose API this service speaks, which its clients compare with their own.
struct VersionPayload: Payload {
  let version: String
  let product: String
  let productVersion: String

  private enum CodingKeys: String, CodingKey {
    case version, product
    case productVersion = "product_version"
  }
}
