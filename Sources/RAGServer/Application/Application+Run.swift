// `martlet serve`: start, say where, wait for a signal, stop. One line goes to standard output; everything else is the
// log.
internal import Glibc
internal import HTTP
public import Platform
public import Retrieval

extension Application {
  /// Serves until SIGTERM or SIGINT and returns when everything is closed. A second signal ends the process at once.
  ///
  /// Prints `Martlet listens on <url>` to standard output once it does, and logs to standard error.
  /// - Parameter alongside: work on the corpus that goes on while the service runs; cancelled when that ends.
  public static func run(
    _ configuration: ServerConfiguration,
    alongside work: @escaping @Sendable (Corpus, Logger) async -> Void = { _, _ in }
  ) async throws {
    // Before anything else, so that a signal during a long start is not lost.
    let shutdown = Task { await Shutdown.requested() }
    let sink = try BackgroundSink(StandardErrorSink())
    defer { sink.flush() }
    let log = Logger(level: LogLevel(name: configuration.logLevel) ?? .info, sink: sink)
    let application = try await start(configuration, log: log)
    print("Martlet listens on \(application.url)")
    // A pipe is buffered, and whoever reads it waits for this line.
    fflush(nil)
    let working = Task(priority: .utility) { await work(application.corpus, log) }
    await shutdown.value
    working.cancel()
    await working.value
    await application.stop()
  }
}
