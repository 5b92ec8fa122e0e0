// The service: a data folder opened, the routes over it, and the server in front. It starts, serves, and stops in
// order: no new connections, running requests finish, ingest pauses (its jobs are rows and go on at the next start),
// the stores close, the folder is released.
package import HTTP
public import Platform
internal import Retrieval

/// A running Martlet.
///
///     let application = try await Application.start(configuration, log: Logger())
///     print(application.url)
///     …
///     await application.stop()
public final class Application: Sendable {
  /// Where it listens, e.g. `http://127.0.0.1:8080`. Of several addresses the first.
  public let url: String
  /// Every row of the route table.
  package let routes: [Route]
  var corpus: Corpus { session.corpus }
  private let server: HTTPServer
  private let session: CorpusSession
  private let log: Logger
  private let drainSeconds: Double

  private init(
    url: String, routes: [Route], server: HTTPServer, session: CorpusSession, log: Logger, drainSeconds: Double
  ) {
    self.url = url
    self.routes = routes
    self.server = server
    self.session = session
    self.log = log
    self.drainSeconds = drainSeconds
  }

  /// Opens the data folder and serves it; requests are answered when this returns.
  /// - Throws: what `CorpusSession.open` throws; `HTTPError` when the address cannot be listened on.
  public static func start(_ configuration: ServerConfiguration, log: Logger) async throws -> Application {
    try await start(configuration, parts: SessionParts(), log: log)
  }

  package static func start(
    _ configuration: ServerConfiguration, parts: SessionParts, log: Logger
  ) async throws -> Application {
    let session = try await CorpusSession.open(configuration, parts: parts) { log.report($0) }
    do {
      if let missing = session.missingModel {
        log.warning("no embedding model: documents are found by their words only", ["reason": .string(missing.message)])
      }
      if let problem = session.retrieval.rerankerProblem {
        log.warning("no reranker: the configured one cannot be used", ["reason": .string(problem)])
      }
      let service = try Service(session: session, configuration: configuration, log: log)
      let server = HTTPServer(configuration: configuration.server(log: log), responder: service.responder)
      let addresses = try await server.start()
      let scheme = configuration.tls == nil ? "http" : "https"
      let url = "\(scheme)://\(addresses.first?.description ?? "\(configuration.host):\(configuration.port)")"
      log.info(
        "serving",
        [
          "url": .string(url), "version": .string(ProductVersion.current),
          "data": .string(configuration.dataDirectory),
          "model": session.corpus.embeddingModel.map { .string($0.id) } ?? .null,
        ])
      return Application(
        url: url, routes: service.routes, server: server, session: session, log: log,
        drainSeconds: configuration.drainSeconds)
    } catch {
      await session.close()
      throw error
    }
  }

  /// Stops in order. Requests and streams that are still running when the configured time is over are cut.
  public func stop() async {
    log.info("stopping", ["connections": .integer(server.connectionCount)])
    let finished = await server.drain(graceSeconds: drainSeconds)
    await session.close()
    log.info("stopped", ["all_requests_finished": .bool(finished)])
  }
}

extension ServerConfiguration {
  /// The part that concerns the HTTP server.
  fileprivate func server(log: Logger) -> HTTP.ServerConfiguration {
    var server = HTTP.ServerConfiguration()
    server.hosts = [host]
    server.port = port
    server.tls = tls.map { .init(certificateChainPath: $0.certificate, privateKeyPath: $0.key) }
    if log.level <= .info { server.onExchange = { log.report($0) } }
    return server
  }
}
