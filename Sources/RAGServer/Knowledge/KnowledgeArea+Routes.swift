// The rows of `/knowledge`: first the contract's path, then the quick reference's.
internal import HTTP

extension KnowledgeArea {
  private static let tags = ["knowledge"]

  func routes(_ access: AccessRules) -> [Route] {
    readingRoutes(access) + changingRoutes(access) + fileRoutes(access)
  }

  private func readingRoutes(_ access: AccessRules) -> [Route] {
    [
      .get(
        "/api/v1/knowledge/", aliases: ["/api/knowledge/"], access: access.verified,
        returns: EncodedReply<[KnowledgeListingPayload]>.self, summary: "List knowledge bases", tags: Self.tags
      ) { _, caller in try await EncodedReply { try await list(caller, writableOnly: false) } },
      .get(
        "/api/v1/knowledge/list", aliases: ["/api/knowledge/list"], access: access.verified,
        returns: EncodedReply<[KnowledgeListingPayload]>.self, summary: "List knowledge bases the caller may change",
        tags: Self.tags
      ) { _, caller in try await EncodedReply { try await list(caller, writableOnly: true) } },
      .get(
        "/api/v1/knowledge/{id}", aliases: ["/api/knowledge/{id}"], access: access.verified,
        returns: EncodedReply<KnowledgePayload>.self, summary: "Get a knowledge base with its files", tags: Self.tags
      ) { request, caller in try await EncodedReply { try await knowledge(request.parameter("id"), caller) } },
    ]
  }

  private func changingRoutes(_ access: AccessRules) -> [Route] {
    [
      .post(
        "/api/v1/knowledge/create", aliases: ["/api/knowledge/create"], access: access.verified,
        body: KnowledgeForm.self, returns: KnowledgePayload.self, summary: "Create a knowledge base", tags: Self.tags
      ) { _, caller, form in try await create(caller, form) },
      .post(
        "/api/v1/knowledge/reindex", aliases: ["/api/knowledge/reindex"], access: access.admin, returns: Bool.self,
        summary: "Read every file of every knowledge base again", tags: Self.tags
      ) { _, caller in try await reindex(caller) },
      .post(
        "/api/v1/knowledge/{id}/update", aliases: ["/api/knowledge/{id}/update"], access: access.verified,
        body: KnowledgeForm.self, returns: EncodedReply<KnowledgePayload>.self, summary: "Change a knowledge base",
        tags: Self.tags
      ) { request, caller, form in try await EncodedReply { try await update(request.parameter("id"), caller, form) } },
      .post(
        "/api/v1/knowledge/{id}/reset", aliases: ["/api/knowledge/{id}/reset"], access: access.verified,
        returns: KnowledgePayload.self, summary: "Take every file out of a knowledge base", tags: Self.tags
      ) { request, caller in try await reset(request.parameter("id"), caller) },
      .delete(
        "/api/v1/knowledge/{id}/delete", aliases: ["/api/knowledge/{id}/delete"], access: access.verified,
        returns: Bool.self, summary: "Delete a knowledge base; its files stay", tags: Self.tags
      ) { request, caller in try await delete(request.parameter("id"), caller) },
    ]
  }

  private func fileRoutes(_ access: AccessRules) -> [Route] {
    [
      .post(
        "/api/v1/knowledge/{id}/file/add", aliases: ["/api/knowledge/{id}/file/add"], access: access.verified,
        body: KnowledgeFileForm.self, returns: EncodedReply<KnowledgePayload>.self, summary: "Add a file",
        tags: Self.tags
      ) { request, caller, form in try await EncodedReply { try await add(request.parameter("id"), caller, form) } },
      .post(
        "/api/v1/knowledge/{id}/file/update", aliases: ["/api/knowledge/{id}/file/update"], access: access.verified,
        body: KnowledgeFileForm.self, returns: EncodedReply<KnowledgePayload>.self, summary: "Read a file again",
        tags: Self.tags
      ) { request, caller, form in try await EncodedReply { try await refresh(request.parameter("id"), caller, form) }
      },
      .post(
        "/api/v1/knowledge/{id}/file/remove", aliases: ["/api/knowledge/{id}/file/remove"], access: access.verified,
        query: FileRemovalQuery.self, body: KnowledgeFileForm.self, returns: EncodedReply<KnowledgePayload>.self,
        summary: "Remove a file, and delete it unless told otherwise", tags: Self.tags
      ) { request, caller, query, form in
        try await EncodedReply { try await remove(request.parameter("id"), caller, query, form) }
      },
      .post(
        "/api/v1/knowledge/{id}/files/batch/add", aliases: ["/api/knowledge/{id}/files/batch/add"],
        access: access.verified, body: [KnowledgeFileForm].self, returns: EncodedReply<KnowledgePayload>.self,
        summary: "Add several files", tags: Self.tags
      ) { request, caller, forms in try await EncodedReply { try await addAll(request.parameter("id"), caller, forms) }
      },
    ]
  }
}
