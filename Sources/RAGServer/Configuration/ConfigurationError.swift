// What is wrong with a configuration: names the setting, the value and where it came from.

/// A setting has a value that cannot be used.
public struct ConfigurationError: Error, Sendable, CustomStringConvertible {
  /// What kind of mistake it is.
  public enum Code: Sendable {
    case unknownFlag, missingValue, invalidValue, unreadableFile
  }
  public let code: Code
  /// A sentence that says what is wrong and what would be right.
  public let message: String

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { message }
}
