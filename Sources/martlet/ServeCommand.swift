// `martlet serve`: runs the service until it is told to stop.
import RAGServer

enum ServeCommand {
  static let command = Command(
    name: "serve", operands: "[flags]",
    summary: "Run the service.",
    explanation: """
      Serves the API over HTTP until SIGTERM or SIGINT, then lets running requests finish. Prints one line that says
      where it listens once it does; logs go to standard error, one JSON object a line.

      The first account to sign up becomes administrator. API documentation is at /docs.

      Examples:
        martlet serve
        martlet serve --host 0.0.0.0 --port 80 --data-dir /var/lib/martlet
      """,
    flags: [], settings: Setting.all,
    run: { _, values in
      try await Application.run(try ServerConfiguration(values))
      return 0
    })
}
