// The log: one JSON object a line, `{"time":…,"level":…,"message":…, fields…}`.
//
// A message is a `StaticString`: it names the event and cannot carry data, so lines can be counted by message, and data
// goes into typed fields where a secret does not fit by accident. A line below the level costs one comparison, its fields
// are not even evaluated. There is no global logger: rooms are given one.
internal import Glibc

/// How much a line matters.
public enum LogLevel: Int, Sendable, Comparable, CaseIterable, CustomStringConvertible {
  /// For finding a fault; off in service.
  case debug
  /// Something happened that an operator may want to know.
  case info
  /// Something is not as it should be, and was dealt with.
  case warning
  /// Something failed that should not have.
  case error

  public static func < (left: LogLevel, right: LogLevel) -> Bool { left.rawValue < right.rawValue }

  public var description: String {
    switch self {
    case .debug: "debug"
    case .info: "info"
    case .warning: "warning"
    case .error: "error"
    }
  }

  /// The level of that name, in any case; `warn` is understood.
  public init?(name: String) {
    let name = name.lowercased()
    guard let level = name == "warn" ? .warning : LogLevel.allCases.first(where: { $0.description == name }) else {
      return nil
    }
    self = level
  }
}

/// Writes log lines.
///
///     let log = Logger(level: .info)
///     log.info("listening", ["port": .integer(port)])
public struct Logger: Sendable {
  /// Lines below this are not written.
  public let level: LogLevel
  private let sink: any LogSink
  private let context: LogFields
  private let now: @Sendable () -> LogTime

  /// A logger.
  /// - Parameters:
  ///   - sink: where lines go.
  ///   - now: the clock.
  public init(
    level: LogLevel = .info, sink: any LogSink = StandardErrorSink(),
    now: @escaping @Sendable () -> LogTime = LogTime.now
  ) {
    self.init(level: level, sink: sink, context: [:], now: now)
  }

  private init(level: LogLevel, sink: any LogSink, context: LogFields, now: @escaping @Sendable () -> LogTime) {
    self.level = level
    self.sink = sink
    self.context = context
    self.now = now
  }

  /// A logger that writes nothing.
  public static let silent = Logger(level: .error, sink: DiscardingSink())

  /// A logger whose every line also has these fields.
  public func with(_ fields: LogFields) -> Logger {
    Logger(level: level, sink: sink, context: context.merging(fields), now: now)
  }

  public func debug(_ message: StaticString, _ fields: @autoclosure () -> LogFields = [:]) {
    log(.debug, message, fields())
  }

  public func info(_ message: StaticString, _ fields: @autoclosure () -> LogFields = [:]) {
    log(.info, message, fields())
  }

  public func warning(_ message: StaticString, _ fields: @autoclosure () -> LogFields = [:]) {
    log(.warning, message, fields())
  }

  public func error(_ message: StaticString, _ fields: @autoclosure () -> LogFields = [:]) {
    log(.error, message, fields())
  }

  /// Writes one line when its level is high enough.
  public func log(_ level: LogLevel, _ message: StaticString, _ fields: @autoclosure () -> LogFields = [:]) {
    if level < self.level { return }
    var line: [UInt8] = []
    line.reserveCapacity(256)
    line.appendJSON(literal: "{\"time\":\"\(now())\",\"level\":\"\(level)\",\"message\":")
    line.appendJSON(string: message.description)
    for (name, value) in context.merging(fields()).entries {
      line.append(UInt8(ascii: ","))
      line.appendJSON(string: Self.reserved.contains(name) ? name + "_" : name)
      line.append(UInt8(ascii: ":"))
      line.append(logValue: value)
    }
    line.append(contentsOf: "}\n".utf8)
    sink.write(line)
  }

  private static let reserved: Set<String> = ["time", "level", "message"]
}

private struct DiscardingSink: LogSink {
  func write(_ line: [UInt8]) {}
}

extension [UInt8] {
  /// The longest text of one field, in Unicode scalars.
  private static var logTextLimit: Int { 8192 }

  fileprivate mutating func append(logValue value: LogValue) {
    switch value {
    case .string(let text):
      let scalars = text.unicodeScalars
      if let cut = scalars.index(scalars.startIndex, offsetBy: Self.logTextLimit, limitedBy: scalars.endIndex),
        cut < scalars.endIndex
      {
        appendJSON(string: String(scalars[..<cut]) + "…")
      } else {
        appendJSON(string: text)
      }
    case .integer(let number): appendJSON(literal: String(number))
    case .double(let number): appendJSON(literal: number.isFinite ? number.description : "null")
    case .bool(let flag): appendJSON(literal: flag ? "true" : "false")
    case .null: appendJSON(literal: "null")
    }
  }
}

/// A moment, printed as RFC 3339 in UTC with milliseconds: `2025-11-05T09:30:00.125Z`.
public struct LogTime: Sendable, CustomStringConvertible {
  /// Milliseconds since 1970.
  public let milliseconds: Int64

  public init(milliseconds: Int64) { self.milliseconds = milliseconds }

  public static let now: @Sendable () -> LogTime = {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return LogTime(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }

  public var description: String {
    let (second, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
    var seconds = time_t(rest < 0 ? second - 1 : second)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    func padded(_ number: some BinaryInteger, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let date = "\(padded(parts.tm_year + 1900, 4))-\(padded(parts.tm_mon + 1, 2))-\(padded(parts.tm_mday, 2))"
    let time = "\(padded(parts.tm_hour, 2)):\(padded(parts.tm_min, 2)):\(padded(parts.tm_sec, 2))"
    return "\(date)T\(time).\(padded(rest < 0 ? rest + 1000 : rest, 3))Z"
  }
}
