// Threads that compute one block together, in step.
//
// Every member runs the same code; each step is split by rank, and a barrier stands between steps. A step of one query takes
// about 20 us, far less than a sleep and a wake-up, so the barrier spins; after a while it offers the processor to others
// (`sched_yield`), for the case that a member's thread has lost its core.
import CKernels
import Glibc
import Synchronization

/// The barrier and the number of members. A team of one costs nothing.
final class Team: Sendable {
  let size: Int
  private let arrived = Atomic<Int>(0)
  private let generation = Atomic<Int>(0)

  init(size: Int) { self.size = size }

  /// Returns when every member has called it as often as this one. What any member wrote before is visible to all after.
  func barrier() {
    guard size > 1 else { return }
    let current = generation.load(ordering: .relaxed)
    if arrived.add(1, ordering: .acquiringAndReleasing).newValue == size {
      arrived.store(0, ordering: .relaxed)
      generation.store(current + 1, ordering: .releasing)
      return
    }
    var spins = 0
    while generation.load(ordering: .acquiring) == current {
      spins += 1
      if spins < 4000 { martlet_cpu_relax() } else { sched_yield() }
    }
  }

  /// Member `rank`'s share of `count` units, in multiples of `step`: ranges that follow each other and differ by at most one step.
  func share(of count: Int, by step: Int = 1, rank: Int) -> Range<Int> {
    guard size > 1 else { return 0..<count }
    let steps = (count + step - 1) / step
    let lower = steps * rank / size * step
    let upper = steps * (rank + 1) / size * step
    return min(lower, count)..<min(upper, count)
  }
}
