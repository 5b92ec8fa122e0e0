// The rows of `/retrieval`. `query` and `process` are the quick reference's paths; the others are the contract's, with
// the quick reference's prefix as alias.
internal import HTTP

extension RetrievalArea {
  private static let tags = ["retrieval"]

  func routes(_ access: AccessRules) -> [Route] {
    queryRoutes(access) + processRoutes(access) + settingsRoutes(access)
  }

  private func queryRoutes(_ access: AccessRules) -> [Route] {
    [
      .post(
        "/api/retrieval/query", aliases: ["/api/v1/retrieval/query"], access: access.verified, body: QueryForm.self,
        returns: EncodedReply<QueryResultsPayload>.self, summary: "Search, and get cited passages", tags: Self.tags
      ) { _, caller, form in try await EncodedReply { try await query(caller, form) } }
      .answering(.serviceUnavailable, "There is no embedding model; search by words instead"),
      .post(
        "/api/v1/retrieval/query/doc", aliases: ["/api/retrieval/query/doc"], access: access.verified,
        body: DocumentQueryForm.self, returns: EncodedReply<DocumentResultsPayload?>.self,
        summary: "Search one collection",
        tags: Self.tags
      ) { _, caller, form in try await EncodedReply { try await query(caller, form) } },
      .post(
        "/api/v1/retrieval/query/collection", aliases: ["/api/retrieval/query/collection"], access: access.verified,
        body: CollectionQueryForm.self, returns: EncodedReply<CollectionResultsPayload>.self,
        summary: "Search several collections",
        tags: Self.tags
      ) { _, caller, form in try await EncodedReply { try await query(caller, form) } },
    ]
  }

  private func processRoutes(_ access: AccessRules) -> [Route] {
    [
      .post(
        "/api/retrieval/process", aliases: ["/api/v1/retrieval/process"], access: access.verified,
        body: ProcessForm.self, returns: ProcessedPayload.self,
        summary: "Read a file and put it into a knowledge base", tags: Self.tags
      ) { _, caller, form in try await process(caller, form) },
      .post(
        "/api/v1/retrieval/process/file", aliases: ["/api/retrieval/process/file"], access: access.verified,
        body: ProcessFileForm.self, returns: EncodedReply<ProcessedFilePayload>.self,
        summary: "Read a file into a collection", tags: Self.tags
      ) { _, caller, form in try await EncodedReply { try await process(caller, form) } },
      .post(
        "/api/v1/retrieval/process/text", aliases: ["/api/retrieval/process/text"], access: access.verified,
        body: ProcessTextForm.self, returns: EncodedReply<ProcessedTextPayload>.self,
        summary: "Put a text into a collection", tags: Self.tags
      ) { _, caller, form in try await EncodedReply { try await process(caller, form) } },
      .post(
        "/api/v1/retrieval/process/files/batch", aliases: ["/api/retrieval/process/files/batch"],
        access: access.verified, body: ProcessFilesForm.self, returns: ProcessedFilesPayload.self,
        summary: "Read several files into a collection", tags: Self.tags
      ) { _, caller, form in try await process(caller, form) },
      .post(
        "/api/v1/retrieval/delete", aliases: ["/api/retrieval/delete"], access: access.admin,
        body: CollectionRemovalForm.self, returns: StatusPayload.self,
        summary: "Take a file out of a knowledge base", tags: Self.tags
      ) { _, caller, form in try await remove(caller, form) },
    ]
  }

  private func settingsRoutes(_ access: AccessRules) -> [Route] {
    [
      .get(
        "/api/v1/retrieval/", aliases: ["/api/retrieval/"], access: access.open, returns: RetrievalStatusPayload.self,
        summary: "Chunking and models in use", tags: Self.tags
      ) { _, _ in status },
      .get(
        "/api/v1/retrieval/config", aliases: ["/api/retrieval/config"], access: access.admin,
        returns: JSONValue.self, summary: "Retrieval settings in use", tags: Self.tags
      ) { _, _ in configurationPayload },
      .post(
        "/api/v1/retrieval/config/update", aliases: ["/api/retrieval/config/update"], access: access.admin,
        body: RetrievalConfigurationForm.self, returns: JSONValue.self, summary: "Change retrieval settings",
        tags: Self.tags
      ) { _, _, form in try await offLoop { try await update(form) } },
      .get(
        "/api/v1/retrieval/embedding", aliases: ["/api/retrieval/embedding"], access: access.admin,
        returns: EmbeddingConfigurationPayload.self, summary: "Embedding engine in use, and a move to another",
        tags: Self.tags
      ) { _, _ in embeddingPayload },
      .post(
        "/api/v1/retrieval/embedding/update", aliases: ["/api/retrieval/embedding/update"], access: access.admin,
        body: EmbeddingUpdateForm.self, returns: EmbeddingConfigurationPayload.self,
        summary: "Change the embedding engine or model", tags: Self.tags
      ) { _, _, form in try await offLoop { try await update(form) } }
      .answering(.badGateway, "The engine cannot be reached; nothing has changed"),
      .get(
        "/api/v1/retrieval/reranking", aliases: ["/api/retrieval/reranking"], access: access.admin,
        returns: RerankingConfigurationPayload.self, summary: "Reranking engine in use", tags: Self.tags
      ) { _, _ in rerankingPayload },
      .post(
        "/api/v1/retrieval/reranking/update", aliases: ["/api/retrieval/reranking/update"], access: access.admin,
        body: RerankingUpdateForm.self, returns: RerankingConfigurationPayload.self,
        summary: "Change the reranking engine or model", tags: Self.tags
      ) { _, _, form in try await offLoop { try await update(form) } },
    ]
  }
}
