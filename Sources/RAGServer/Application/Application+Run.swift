// `martlet serve`: start, say where, wait for a signal, stop. One line goes to standard output; everything else is the
// log.
internal import Glibc
internal import HTTP
internal import Platform

extension Application {
  /// Serves until SIGTERM or SIGINT and returns when everything is closed. A second signal ends the process at once.
  ///
  /// Prints `Martlet listens on <url>` to standard output once it does, and logs to standard error.
  public static func run(_ configuration: ServerConfiguration) async throws {
    // Before anything else, so that a signal during a long start is not lost.
    let shutdown = Task { await Shutdown.requested() }
    let sink = try BackgroundSink(StandardErrorSink())
    defer { sink.flush() }
    let application = try await start(
      configuration, log: Logger(level: LogLevel(name: configuration.logLevel) ?? .info, sink: sink))
    print("Martlet listens on \(application.url)")
    // A pipe is buffered, and whoever reads it waits for this line.
    fflush(nil)
    await shutdown.value
    await application.stop()
  }
}
