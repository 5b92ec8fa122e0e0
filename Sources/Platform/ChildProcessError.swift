// Why a program could not be run at all. How a program ended is not an error but `ChildProcess.Ending`.
internal import Glibc

/// An error of starting or watching a child process.
public struct ChildProcessError: Error, Sendable, CustomStringConvertible {
  /// What kind of error it is.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    private enum Value: String, Sendable { case cannotStart, systemCallFailed }
    private let value: Value

    /// The program does not exist, is not executable, or the system has no room for another process.
    public static let cannotStart = Code(value: .cannotStart)
    /// A call of the operating system failed that should not.
    public static let systemCallFailed = Code(value: .systemCallFailed)

    /// Never: what is run is this installation's choice.
    public var isCallersFault: Bool { false }

    public var description: String { value.rawValue }
  }

  public let code: Code
  public let message: String
  /// `errno` of the call that failed.
  public let errorNumber: Int32
  public let cause: (any Error)?

  init(_ code: Code, call: String, errorNumber: Int32) {
    self.code = code
    self.errorNumber = errorNumber
    message = "\(call): \(String(cString: strerror(errorNumber)))"
    cause = nil
  }

  public var description: String { message }
}
