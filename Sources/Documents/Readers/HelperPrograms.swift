// Programs that read for us, run by the worker. Each is started through the worker itself (`exec`), which first ties its
// life to ours and then becomes the program: so a helper dies with the worker that waits for it, and it has the
// worker's limits because limits are inherited.
internal import Glibc
internal import Platform

/// How helper programs are found and started.
package struct HelperPrograms: Sendable {
  /// The program that becomes the helper, with the arguments that make it do so; empty to start helpers directly.
  let launcher: [String]
  /// Folders to look in.
  let searchPath: [String]
  let timeoutSeconds: Double

  package init(
    launcher: [String], searchPath: [String] = ["/usr/bin", "/bin", "/usr/local/bin"], timeoutSeconds: Double
  ) {
    self.launcher = launcher
    self.searchPath = searchPath
    self.timeoutSeconds = timeoutSeconds
  }

  /// Whether pictures of text can be read here.
  var hasTextRecognition: Bool { has("tesseract") }

  func has(_ program: String) -> Bool { path(of: program) != nil }

  private func path(of program: String) -> String? {
    searchPath.map { folder in "\(folder)/\(program)" }.first { candidate in access(candidate, X_OK) == 0 }
  }

  /// What helpers may know of their surroundings. Documents are read side by side, so each gets one thread.
  static let environment = ["LANG": "C.UTF-8", "PATH": "/usr/bin:/bin:/usr/local/bin", "OMP_THREAD_LIMIT": "1"]

  /// The Debian packages of the programs.
  private static let packages = ["tesseract": "tesseract-ocr", "sh": "dash"]

  /// Runs `program` with `input` as its standard input and waits for it.
  func run(
    _ program: String, _ arguments: [String], input: DocumentInput, outputLimit: Int
  ) throws(DocumentError) -> ChildProcess.Run {
    guard let path = path(of: program) else {
      let package = Self.packages[program] ?? "poppler-utils"
      throw DocumentError(
        .workerUnavailable, "The program \(program) is not installed on the server (Debian package \(package)).")
    }
    let words = launcher + [path] + arguments
    let run: ChildProcess.Run
    do throws(ChildProcessError) {
      run = try ChildProcess(
        executable: words[0], arguments: Array(words.dropFirst()), environment: Self.environment,
        standardInput: input.descriptor, timeoutSeconds: timeoutSeconds, outputLimit: outputLimit,
        leadsProcessGroup: false
      ).run()
    } catch {
      throw DocumentError(
        .workerUnavailable, "The program \(program) could not be started: \(error.message).", cause: error)
    }
    // What a launcher and a shell say of a program that is not there or does not start; no document makes a program say it.
    guard run.ending == .exited(127) else { return run }
    let said = FlowText.singleLine(String(decoding: run.errorOutput.suffix(300), as: UTF8.self))
    throw DocumentError(
      .workerUnavailable,
      "The program \(program), or one that it needs, could not be started on the server\(said.isEmpty ? "" : ": \(said)")."
    )
  }
}
