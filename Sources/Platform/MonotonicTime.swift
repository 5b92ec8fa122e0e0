// A clock that only goes forward, for durations and deadlines. Its zero means nothing.
internal import Glibc

/// The time since some moment before the process began.
public enum MonotonicTime {
  public static var nanoseconds: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  public static var milliseconds: UInt64 { nanoseconds / 1_000_000 }
}
