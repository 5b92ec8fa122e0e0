// One line on a terminal that shows how far a job is; nothing at all when the output is no terminal.
import Glibc

/// A progress line on standard error. Used by one task.
struct ProgressBar: Sendable {
  private let isVisible = isatty(STDERR_FILENO) == 1
  private let total: Int
  private let started = ContinuousClock.now
  private static let barWidth = 30

  init(total: Int = 0) { self.total = total }

  /// Shows that `done` of the total are done and `label` is what is being worked on.
  func show(_ done: Int, _ label: String) { show(done, of: total, label) }

  /// The same for a total that is only known by now.
  func show(_ done: Int, of total: Int, _ label: String) {
    guard isVisible, total > 0 else { return }
    let filled = Self.barWidth * done / total
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: Self.barWidth - filled)
    let seconds = Int(started.duration(to: .now) / .seconds(1))
    let remaining = done > 0 && done < total ? "  about \(seconds * (total - done) / done) s left" : ""
    write("\r\u{1B}[K\(bar) \(done)/\(total)\(remaining)  \(label.prefix(40))")
  }

  /// Clears the line.
  func clear() { if isVisible { write("\r\u{1B}[K") } }

  private func write(_ text: String) {
    var text = text
    text.withUTF8 { _ = Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}
