// Dispatch: which command, with which flags and settings, or which help.
import FoundationEssentials
import RAGServer

struct CommandLineInterface {
  let commands: [Command]

  /// Runs the command line `words` (without the program's name) and returns the exit status.
  func run(_ words: ArraySlice<String>) async -> Int32 {
    var words = words
    guard let name = words.popFirst(), !["help", "--help", "-h"].contains(name) else {
      Output.line(help)
      return 0
    }
    if name == "--version" || name == "version" {
      Output.line("martlet \(ProductVersion.current)")
      return 0
    }
    guard let command = commands.first(where: { $0.name == name }) else {
      Output.error("martlet: there is no command '\(name)'. Commands: \(commands.map(\.name).joined(separator: ", ")).")
      return 2
    }
    if words.contains(where: { $0 == "--help" || $0 == "-h" }) {
      Output.line(command.help)
      return 0
    }
    do {
      let settingFlags = command.settings.compactMap { setting in
        setting.flag.map { (setting, Arguments.Flag($0, setting.placeholder, setting.help)) }
      }
      let arguments = try Arguments(words, flags: command.flags + settingFlags.map(\.1))
      var flags: [Setting: String] = [:]
      for (setting, flag) in settingFlags { flags[setting] = arguments.values[flag.name] }
      return try await command.run(arguments, try Self.values(flags))
    } catch let error as ConfigurationError {
      Output.error("martlet: \(error.message)\nTry 'martlet \(name) --help'.")
      return 2
    } catch {
      Output.error("martlet: \(ErrorSentence.describe(error))")
      return 70
    }
  }

  private static func values(_ flags: [Setting: String]) throws -> SettingValues {
    let environment = ProcessInfo.processInfo.environment
    let path = flags[.configurationFile] ?? environment[Setting.configurationFile.variable] ?? ""
    guard !path.isEmpty else { return try SettingValues(flags: flags, environment: environment, file: nil) }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ConfigurationError(.unreadableFile, "The configuration file '\(path)' cannot be read.")
    }
    return try SettingValues(flags: flags, environment: environment, file: String(decoding: data, as: UTF8.self))
  }

  private var help: String {
    """
    Martlet answers questions from your documents, with exact citations.

    Usage: martlet COMMAND [flags]

    Commands:
    \(commands.map { "  \($0.name)\(String(repeating: " ", count: 10 - $0.name.count))\($0.summary)" }.joined(separator: "\n"))

    'martlet COMMAND --help' explains one. A first session:
      martlet ingest fixtures/documents
      martlet query "How long can a swift stay in the air without landing?"
      martlet serve
    """
  }
}
