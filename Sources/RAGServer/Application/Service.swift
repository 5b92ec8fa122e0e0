// The route table of the whole service and what answers by it. It can be used without a socket: tests hand requests to
// `responder`.
package import HTTP
package import Platform

/// Every route over one open data folder.
package struct Service: Sendable {
  /// The rows, those of the documentation included.
  package let routes: [Route]
  /// Answers requests.
  package let responder: any Responder

  /// - Throws: `HTTPError.configuration` when two rows answer the same requests or a payload has no schema.
  package init(session: CorpusSession, configuration: ServerConfiguration, log: Logger) throws(HTTPError) {
    let rows = Self.rows(session, configuration)
    let information = APIInformation(
      title: configuration.name, version: ProductVersion.current,
      summary: "Documents go in, passages with exact citations come out.")
    routes = rows + Route.documentation(of: rows, information, access: AccessRules(session.accounts.authenticator).open)
    var options = RouterOptions()
    options.cors = configuration.cors
    options.errors = .service
    options.onFault = { request, error in log.report(error, of: request) }
    responder = HardenedResponder(
      try Router(routes, options: options), isEncrypted: configuration.tls != nil)
  }

  private static func rows(_ session: CorpusSession, _ configuration: ServerConfiguration) -> [Route] {
    let (corpus, accounts) = (session.corpus, session.accounts)
    let access = AccessRules(accounts.authenticator)
    let permissions = accounts.permissions
    let system = SystemArea(
      configuration: configuration, corpus: corpus, accounts: accounts, database: session.database,
      permissions: permissions, retrieval: session.retrieval)
    let files = FileArea(corpus: corpus, maximumBytes: Int(configuration.fileMaximumBytes))
    let knowledge = KnowledgeArea(corpus: corpus, accounts: accounts, permissions: permissions)
    let retrieval = RetrievalArea(
      corpus: corpus, files: files, knowledge: knowledge, configuration: configuration, control: session.retrieval)
    return system.routes(access)
      + AccountRoutes(accounts: accounts, access: access).rows
      + APIKeyRoutes(accounts: accounts, access: access).rows
      + UserRoutes(accounts: accounts, access: access) { try await corpus.eraseEverything(ofUser: $0) }.rows
      + files.routes(access) + knowledge.routes(access) + retrieval.routes(access)
      + EmbeddingsArea(corpus: corpus, control: session.retrieval).routes(access)
  }
}

extension ServerConfiguration {
  /// Listed origins may call with a token; cookies stay with our own pages.
  fileprivate var cors: CORSPolicy {
    switch corsOrigins {
    case []: CORSPolicy()
    case let origins where origins.contains("*"): CORSPolicy(origins: .any)
    default: CORSPolicy(origins: .only(Set(corsOrigins)))
    }
  }
}
