// The values of all settings for one run: flags win over the environment, the environment over a file, that over the
// defaults. Values are text here; the typed getters check them and say which setting is wrong and where it was set.

/// Settings as they were given.
public struct SettingValues: Sendable {
  private enum Source: String {
    case flag = "the command line"
    case environment = "the environment"
    case file = "the configuration file"
  }

  private var given: [String: (text: String, source: Source)] = [:]

  /// - Parameters:
  ///   - flags: values from the command line by setting.
  ///   - environment: the process's variables; an empty value counts as not set.
  ///   - file: the text of a configuration file, or nil.
  public init(flags: [Setting: String], environment: [String: String], file: String?) throws(ConfigurationError) {
    if let file { try read(file) }
    for setting in Setting.all {
      if let text = environment[setting.variable], !text.isEmpty { given[setting.variable] = (text, .environment) }
    }
    for (setting, text) in flags { given[setting.variable] = (text, .flag) }
  }

  /// The value as text: given or default; nil when neither says anything.
  public func text(_ setting: Setting) -> String? {
    let text = given[setting.variable]?.text ?? setting.defaultText
    return text.isEmpty ? nil : text
  }

  public func integer(_ setting: Setting, in range: ClosedRange<Int>) throws(ConfigurationError) -> Int? {
    guard let text = text(setting) else { return nil }
    guard let value = Int(text), range.contains(value) else {
      throw invalid(setting, "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  public func number(_ setting: Setting, in range: ClosedRange<Double>) throws(ConfigurationError) -> Double? {
    guard let text = text(setting) else { return nil }
    guard let value = Double(text), range.contains(value) else {
      throw invalid(setting, "a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  public func flag(_ setting: Setting) throws(ConfigurationError) -> Bool {
    switch text(setting)?.lowercased() {
    case "true", "1", "yes", "on": return true
    case nil, "false", "0", "no", "off": return false
    default: throw invalid(setting, "true or false")
    }
  }

  public func choice(_ setting: Setting, of choices: [String]) throws(ConfigurationError) -> String {
    guard let text = text(setting), choices.contains(text) else {
      throw invalid(setting, choices.joined(separator: ", "))
    }
    return text
  }

  /// A span of time: `90s`, `30m`, `12h`, `7d`, `4w`, or `-1` for no end.
  public func span(_ setting: Setting) throws(ConfigurationError) -> String {
    let text = text(setting) ?? "-1"
    guard TokenLifetime(text) != nil else { throw invalid(setting, "a span such as 30m, 12h or 4w, or -1 for no end") }
    return text
  }

  private func invalid(_ setting: Setting, _ expected: String) -> ConfigurationError {
    let source = given[setting.variable]?.source.rawValue ?? "its default"
    return ConfigurationError(
      .invalidValue, "\(setting.variable) is '\(text(setting) ?? "")' in \(source); it must be \(expected).")
  }

  private mutating func read(_ file: String) throws(ConfigurationError) {
    let known = Set(Setting.all.map(\.variable))
    for (index, line) in file.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let line = line.drop { $0 == " " || $0 == "\t" || $0 == "\r" }
      if line.isEmpty || line.first == "#" { continue }
      guard let equals = line.firstIndex(of: "="), case let name = line[..<equals].filter({ $0 != " " }),
        known.contains(name)
      else {
        throw ConfigurationError(
          .invalidValue, "Line \(index + 1) of the configuration file is not NAME=VALUE with a known name: \(line)")
      }
      var value = line[line.index(after: equals)...].drop { $0 == " " }
      while let last = value.last, last == " " || last == "\r" { value = value.dropLast() }
      if value.count >= 2, value.first == "\"", value.last == "\"" { value = value.dropFirst().dropLast() }
      given[name] = (String(value), .file)
    }
  }
}
