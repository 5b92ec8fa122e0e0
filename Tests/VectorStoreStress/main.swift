// Everything a collection can do, on several threads at once, for every kind of index: what the thread sanitizer is run
// over (scripts/thread-sanitizer). Bounded by the number of commits, not by time. Built without the sanitizer it is a
// stress test all the same: it checks answers while it runs, and the collection in the end.
//
//     vector-store-stress [COMMITS [SEED]]
import FoundationEssentials
import Glibc
import VectorStore

let words = CommandLine.arguments.dropFirst()
let commits = words.first.flatMap { UInt64($0) } ?? 60
let seed = words.dropFirst().first.flatMap { UInt64($0) } ?? 1

var failures: [String] = []
for kind in IndexKind.allCases {
  for components in ComponentFormat.allCases {
    let name = "\(kind), \(components), seed \(seed)"
    let folder = FileManager.default.temporaryDirectory.path + "/martlet-stress-\(UUID().uuidString)"
    do {
      let stress = try Stress(in: folder, kind: kind, components: components, commits: commits, seed: seed)
      try stress.run()
      failures += stress.problems.map { "\(name): \($0)" }
      print("\(name): \(stress.summary)")
    } catch {
      failures.append("\(name): \(error)")
    }
    try? FileManager.default.removeItem(atPath: folder)
  }
}
for failure in failures { print("FAILED \(failure)") }
exit(failures.isEmpty ? 0 : 1)
