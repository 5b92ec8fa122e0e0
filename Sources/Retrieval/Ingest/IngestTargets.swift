// Which documents a file should have: one of its own, and one for each knowledge base that is cut in another way.
//
// It follows from rows alone (the file's, the knowledge bases') and from a policy that is fixed for one job, so a commit can ask
// again, in its own transaction, whether what was made is still what is wanted.
import Chunker
import Database
import Documents
import Embeddings

/// The documents a file should have.
struct IngestTargets: Sendable, Equatable {
  struct Target: Sendable, Equatable {
    var key: DocumentRepository.Key
    var plan: ChunkingPlan
  }

  /// The file's own document; nil: it stays as it is.
  var own: Target?
  /// By knowledge base; nil: the file's own document stands for it there.
  var inKnowledge: [String: Target?]

  /// Every document once, in a fixed order.
  var distinct: [Target] {
    var seen: Set<DocumentRepository.Key> = []
    let others = inKnowledge.sorted { $0.key < $1.key }.compactMap(\.value)
    return ([own].compactMap(\.self) + others).filter { seen.insert($0.key).inserted }
  }
}

/// What decides how documents are read and cut, at the time of one job.
struct IngestPolicy: Sendable {
  let plan: ChunkingPlan
  let embedder: (any Embedder)?
  let extractor: any TextExtracting

  /// What `file` should have. A file whose text nobody has asked for should have nothing.
  func targets(of file: FileRecord, _ connection: Connection) throws -> IngestTargets {
    var inKnowledge: [String: IngestTargets.Target?] = [:]
    for home in try KnowledgeRepository.homes(ofFile: file.id, connection) {
      inKnowledge[home.knowledge] = .some(home.chunking.map { target(of: file, for: $0) })
    }
    return IngestTargets(
      own: file.status == .pending ? target(of: file, for: ChunkingOverride()) : nil, inKnowledge: inKnowledge)
  }

  /// What is said of the file comes before what is said of a knowledge base, and that before the service's plan.
  private func target(of file: FileRecord, for knowledge: ChunkingOverride) -> IngestTargets.Target {
    var plan = (file.chunking ?? ChunkingOverride()).over(knowledge.over(plan))
    plan.configuration = plan.configuration.limited(by: embedder)
    return IngestTargets.Target(
      key: .init(ownerID: file.userID, sourceHash: file.sourceHash, recipe: recipe(for: file, plan)), plan: plan)
  }

  /// How a file's bytes are turned into chunks; a document made by the same recipe from the same bytes is the same.
  private func recipe(for file: FileRecord, _ plan: ChunkingPlan) -> String {
    let name = file.extractionName.split(separator: ".").last.map { $0.lowercased() } ?? ""
    let method = extractor.method(filename: file.extractionName, declaredType: file.extractionType)
    let kind = method.isEmpty ? name : "\(name)@\(method)"
    let tokenizer = plan.configuration.unit == .tokens ? "|tokens of \(embedder?.model.id ?? "")" : ""
    return "\(ReaderVersion.current)|\(kind)|\(plan.name)\(tokenizer)"
  }

  /// The tokenizer that sizes are counted by.
  func chunker(for configuration: ChunkConfiguration) throws -> TextChunker {
    let tokens = configuration.unit == .tokens ? embedder.map { TokenCounter($0) } ?? .estimate : nil
    return try TextChunker(configuration, tokens: tokens)
  }
}

extension FileRecord {
  /// The name that says what the bytes to be read are.
  var extractionName: String { replacementHash == nil ? filename : "content.txt" }

  /// The media type that was said of them.
  var extractionType: String? { replacementHash == nil ? contentType : "text/plain" }
}
