// A command of the command line: its name, its help, and what it does. `main.swift` lists them all.
import Platform
import RAGServer

/// One `martlet NAME …`.
struct Command: Sendable {
  let name: String
  /// What follows the name, for the usage line.
  let operands: String
  /// One line for the list of commands.
  let summary: String
  /// What `martlet NAME --help` says below the usage line.
  let explanation: String
  /// Flags of this command alone; the settings it shares with the others come on top.
  let flags: [Arguments.Flag]
  /// The settings it reads.
  let settings: [Setting]
  /// Runs it and returns the exit status.
  let run: @Sendable (Arguments, SettingValues) async throws -> Int32

  /// Everything `--help` prints.
  var help: String {
    var text = "Usage: martlet \(name)\(operands.isEmpty ? "" : " " + operands)\n\n\(explanation)\n"
    if !flags.isEmpty {
      text += "\nFlags:\n" + Self.table(flags.map { ("\($0.name)\($0.placeholder.map { " " + $0 } ?? "")", $0.help) })
    }
    if !settings.isEmpty {
      text += "\nSettings (flag, environment variable, or NAME=VALUE in a configuration file; the first wins):\n"
      text += Self.table(
        settings.map { setting in
          let flag = setting.flag.map { "\($0) \(setting.placeholder), " } ?? ""
          let standard = setting.defaultText.isEmpty ? "" : " Default: \(setting.defaultText)."
          return (flag + setting.variable, setting.help + standard)
        })
    }
    return text
  }

  /// Two columns: a narrow one that may overflow, and a wrapped one.
  private static func table(_ rows: [(String, String)]) -> String {
    let indent = 34
    return rows.map { left, right in
      var lines = TextWrapping.lines(of: right, width: 100 - indent)
      let head = "  " + left
      var text =
        head.count < indent - 1 ? head + String(repeating: " ", count: indent - head.count) + lines.removeFirst() : head
      for line in lines { text += "\n" + String(repeating: " ", count: indent) + line }
      return text + "\n"
    }.joined()
  }
}
