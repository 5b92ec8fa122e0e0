// What a service has started and left behind, as the system sees it: processes of its session other than itself.
import FoundationEssentials
import Glibc

struct Descendants {
  /// The session of a process that leads one.
  let session: pid_t

  init(ofSession session: pid_t) { self.session = session }

  /// The commands that run in the session besides the one that leads it. What has ended and waits for its parent is none.
  var running: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { name in
      guard let process = pid_t(name), process != session,
        let data = FileManager.default.contents(atPath: "/proc/\(name)/stat")
      else { return nil }
      // The command stands in parentheses and may hold anything: state, parent, group and session come behind the last one.
      let text = String(decoding: data, as: UTF8.self)
      guard let end = text.lastIndex(of: ")") else { return nil }
      let fields = text[text.index(after: end)...].split(separator: " ")
      guard fields.count > 3, fields[0] != "Z", pid_t(fields[3]) == session else { return nil }
      return String(text[..<end])
    }
  }

  /// Whether all of them end. A helper that has lost its worker is killed by the system in its own time, and nobody is told.
  func areGone() async throws -> Bool {
    for _ in 0..<3_000 {
      if running.isEmpty { return true }
      try await Task.sleep(for: .milliseconds(10))
    }
    return false
  }
}
