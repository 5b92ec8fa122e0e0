// The rows of `/files`: first the contract's path, then the quick reference's.
internal import HTTP

extension FileArea {
  private static let tags = ["files"]

  func routes(_ access: AccessRules) -> [Route] {
    readingRoutes(access) + changingRoutes(access)
  }

  private func readingRoutes(_ access: AccessRules) -> [Route] {
    [
      .get(
        "/api/v1/files/", aliases: ["/api/files/"], access: access.verified, query: FileListQuery.self,
        returns: EncodedReply<[FileSummaryPayload]>.self, summary: "List files", tags: Self.tags
      ) { _, caller, query in try await EncodedReply { try await list(caller, query) } },
      .get(
        "/api/v1/files/search", aliases: ["/api/files/search"], access: access.verified, query: FileSearchQuery.self,
        returns: EncodedReply<[FileSummaryPayload]>.self, summary: "Find files by name", tags: Self.tags
      ) { _, caller, query in try await EncodedReply { try await search(caller, query) } },
      .get(
        "/api/v1/files/{id}", aliases: ["/api/files/{id}"], access: access.verified,
        returns: EncodedReply<FilePayload>.self, summary: "Get a file with its text", tags: Self.tags
      ) { request, caller in try await EncodedReply { try await file(request.parameter("id"), caller) } },
      .get(
        "/api/v1/files/{id}/process/status", aliases: ["/api/files/{id}/process/status"], access: access.verified,
        query: FileStatusQuery.self, returns: Response.self, summary: "Get the status of a file's ingest",
        tags: Self.tags
      ) { request, caller, query in try await status(of: request.parameter("id"), caller, query) },
      .get(
        "/api/v1/files/{id}/data/content", aliases: ["/api/files/{id}/data/content"], access: access.verified,
        returns: EncodedReply<FileContentPayload>.self, summary: "Get a file's extracted text", tags: Self.tags
      ) { request, caller in try await EncodedReply { try await content(of: request.parameter("id"), caller) } },
      .get(
        "/api/v1/files/{id}/content", aliases: ["/api/files/{id}/content"], access: access.verified,
        query: FileDownloadQuery.self, returns: Response.self, summary: "Download a file", tags: Self.tags
      ) { request, caller, query in
        try await download(request.parameter("id"), caller, as: query.attachment ? .attachment : .shownIfHarmless)
      },
      .get(
        "/api/v1/files/{id}/content/html", aliases: ["/api/files/{id}/content/html"], access: access.verified,
        returns: Response.self, summary: "Show an HTML file without its scripts", tags: Self.tags
      ) { request, caller in try await download(request.parameter("id"), caller, as: .sandboxedPage) },
      .get(
        "/api/v1/files/{id}/content/{file_name}", aliases: ["/api/files/{id}/content/{file_name}"],
        access: access.verified, returns: Response.self, summary: "Download a file under a name", tags: Self.tags
      ) { request, caller in try await download(request.parameter("id"), caller, as: .attachment) },
    ]
  }

  private func changingRoutes(_ access: AccessRules) -> [Route] {
    [
      Route.post(
        "/api/v1/files/", aliases: ["/api/files/"], access: access.verified, query: UploadQuery.self,
        body: MultipartBody.self, returns: FileUploadPayload.self, summary: "Upload a file", tags: Self.tags
      ) { _, caller, query, body in try await upload(caller, query, body) }
      // Room for the form around the file.
      .limitingBody(to: maximumBytes + (1 << 20))
      .documentingBody("multipart/form-data", UploadForm.schema)
      .answering(.contentTooLarge, "The file is larger than the service allows")
      .answering(.insufficientStorage, "The service's disk is full"),
      .post(
        "/api/v1/files/{id}/data/content/update", aliases: ["/api/files/{id}/data/content/update"],
        access: access.verified, body: FileContentPayload.self, returns: EncodedReply<FileContentPayload>.self,
        summary: "Replace a file's extracted text", tags: Self.tags
      ) { request, caller, form in
        try await EncodedReply { try await replaceContent(of: request.parameter("id"), caller, form) }
      },
      .delete(
        "/api/v1/files/all", aliases: ["/api/files/all"], access: access.admin, returns: MessagePayload.self,
        summary: "Delete every file of everybody", tags: Self.tags
      ) { _, caller in try await deleteAll(caller) },
      .delete(
        "/api/v1/files/{id}", aliases: ["/api/files/{id}"], access: access.verified, returns: MessagePayload.self,
        summary: "Delete a file and its passages", tags: Self.tags
      ) { request, caller in try await delete(request.parameter("id"), caller) },
    ]
  }
}
