// What the query routes do: turn the names a client gives into a scope that its user may read, and search that.
internal import HTTP
internal import Retrieval

/// The operations behind `/retrieval`.
struct RetrievalArea: Sendable {
  let corpus: Corpus
  let files: FileArea
  let knowledge: KnowledgeArea
  let configuration: ServerConfiguration
  let control: RetrievalControl

  /// The quick reference's query. Naming what is not there, or not the caller's to read, is 404: the caller meant
  /// something by it, and an empty answer would say that nothing was found in it.
  func query(_ caller: AuthenticatedUser, _ form: QueryForm) async throws -> QueryResultsPayload {
    let scope = try await scope(of: form, caller)
    let passages = try await corpus.search(form.query, in: scope, options: options(form))
    return QueryResultsPayload(results: passages.map { QueryResultPayload($0) })
  }

  /// The contract's query over one collection; nil for a name that stands for nothing.
  func query(_ caller: AuthenticatedUser, _ form: DocumentQueryForm) async throws -> DocumentResultsPayload? {
    let scope = try await corpus.authorizer.scope(of: [form.collectionName], for: caller.principal)
    guard scope.unresolvedNames.isEmpty else { return nil }
    let options = options(
      k: form.k, minimumScore: form.r, hybrid: form.hybrid, lexicalWeight: nil, rerankLimit: form.rerankLimit,
      parents: form.parents)
    return DocumentResultsPayload(try await corpus.search(form.query, in: scope, options: options))
  }

  /// The contract's query over several collections. Names that stand for nothing contribute nothing.
  func query(_ caller: AuthenticatedUser, _ form: CollectionQueryForm) async throws -> CollectionResultsPayload {
    let scope = try await corpus.authorizer.scope(of: form.collectionNames, for: caller.principal)
    let options = options(
      k: form.k, minimumScore: form.r, hybrid: form.hybrid, lexicalWeight: form.lexicalWeight,
      rerankLimit: form.rerankLimit, parents: form.parents)
    return CollectionResultsPayload(try await corpus.search(form.query, in: scope, options: options))
  }

  private func scope(of form: QueryForm, _ caller: AuthenticatedUser) async throws -> SearchScope {
    if form.knowledgeIDs == nil && form.fileIDs == nil {
      return try await corpus.authorizer.scopeOfEverything(for: caller.principal)
    }
    let names = (form.knowledgeIDs ?? []) + (form.fileIDs ?? []).map { "file-\($0)" }
    let scope = try await corpus.authorizer.scope(of: names, for: caller.principal)
    guard scope.unresolvedNames.isEmpty else { throw ServiceError(.notFound, Detail.notFound) }
    return scope
  }

  private func options(_ form: QueryForm) -> SearchOptions {
    // Whoever asks for a number here gets it: this path knows no second one for the reranker.
    var options = options(
      k: form.topK, minimumScore: form.minimumScore, hybrid: nil, lexicalWeight: nil, rerankLimit: form.topK,
      parents: form.parents)
    if let mode = form.mode { options.mode = mode.searchMode }
    options.efSearch = form.efSearch
    return options
  }

  /// What the caller asks for, and the configured values for what it leaves open.
  private func options(
    k: Int?, minimumScore: Double?, hybrid: Bool?, lexicalWeight: Double?, rerankLimit: Int?,
    parents: Bool?
  ) -> SearchOptions {
    let settings = control.settings
    return SearchOptions(
      limit: k ?? settings.topK, mode: hybrid ?? settings.enableHybridSearch ? .hybrid : .vector,
      minimumScore: minimumScore ?? settings.relevanceThreshold, lexicalWeight: lexicalWeight ?? settings.lexicalWeight,
      rerankLimit: rerankLimit ?? settings.topKReranker,
      readsParents: parents ?? true)
  }
}
