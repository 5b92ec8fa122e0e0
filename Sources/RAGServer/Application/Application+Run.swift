// `martlet serve`: start, say where, wait for a signal, stop. One line goes to standard output; everything else is the log.
internal import Glibc
internal import Platform

extension Application {
  /// Serves until SIGTERM or SIGINT and returns when everything is closed. A second signal ends the process at once.
  ///
  /// Prints `Martlet listens on <url>` to standard output once it does, and logs to standard error.
  public static func run(_ configuration: ServerConfiguration) async throws {
    let signals = try StopSignals()
    let sink = try BackgroundSink(StandardErrorSink())
    let log = Logger(level: LogLevel(name: configuration.logLevel) ?? .info, sink: sink)
    defer { sink.flush() }
    let application = try await start(configuration, log: log)
    announce(application.url)
    let signal = await signals.next()
    log.info("signal received", ["signal": .string(signal)])
    await application.stop()
  }

  private static func announce(_ url: String) {
    print("Martlet listens on \(url)")
    // A pipe is buffered, and whoever reads it waits for this line.
    fflush(nil)
  }
}
