// Time since a moment: by the clock and of the process's processors; and the process's memory.
internal import FoundationEssentials
internal import Glibc

/// Runs from its making.
package struct Stopwatch: Sendable {
  private let wall = read(CLOCK_MONOTONIC)
  private let cpu = read(CLOCK_PROCESS_CPUTIME_ID)

  package init() {}

  /// Seconds by the clock.
  package var wallSeconds: Double { Self.read(CLOCK_MONOTONIC) - wall }
  /// Seconds of processor time, all threads of the process together.
  package var cpuSeconds: Double { Self.read(CLOCK_PROCESS_CPUTIME_ID) - cpu }

  private static func read(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

package enum ProcessMemory {
  /// Pages of this process in memory, those of mapped files included, in bytes.
  package static func residentBytes() -> Int {
    guard let status = FileManager.default.contents(atPath: "/proc/self/status") else { return 0 }
    for line in String(decoding: status, as: UTF8.self).split(separator: "\n") where line.hasPrefix("VmRSS:") {
      return line.split(separator: " ").compactMap { Int($0) }.first.map { $0 * 1024 } ?? 0
    }
    return 0
  }
}

/// Sends what was printed on its way at once.
package func flush() { fflush(nil) }
