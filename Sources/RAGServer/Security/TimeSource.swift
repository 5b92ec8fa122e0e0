// The time as something handed in, so that tests decide when a token expires.
internal import Glibc

/// Tells the time of day in seconds since 1970.
public struct TimeSource: Sendable {
  private let read: @Sendable () -> Int64

  public init(_ read: @escaping @Sendable () -> Int64) { self.read = read }

  /// Seconds since 1970.
  public var now: Int64 { read() }

  /// The system's clock.
  public static let system = TimeSource { Int64(time(nil)) }
}
