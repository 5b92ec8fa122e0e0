// Which program reads documents: the same binary, started with a subcommand.

/// The program that is started for each document.
public struct WorkerCommand: Sendable, Equatable {
  /// Path of the executable.
  public var executable: String
  /// Arguments that make it a worker; the extractor appends its own.
  public var arguments: [String]

  /// - Parameter executable: path of `martlet`; by default the program that is running now.
  public init(executable: String = "/proc/self/exe", arguments: [String] = ["extract-worker"]) {
    self.executable = executable
    self.arguments = arguments
  }
}
