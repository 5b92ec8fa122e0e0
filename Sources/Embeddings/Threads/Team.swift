// Threads that compute one block together, in step.
//
// Every member runs the same code; each step is split by rank, and a barrier stands between steps. A step of one query takes
// about 20 us, far less than a sleep and a wake-up, so the barrier spins; but not for ever: when the system has put two members on
// one core, it is the sleep that frees the core for the other, and the wake-up that moves the sleeper to an idle one. (Yielding
// did neither: the members took turns on their core for milliseconds, while the next one idled.)
import CKernels
import Platform
import Synchronization

/// The barrier and the number of members. A team of one costs nothing.
final class Team: Sendable {
  let size: Int
  private let arrived = Atomic<Int>(0)
  private let generation = Atomic<Int>(0)
  private let sleepers = Atomic<Int>(0)
  /// Where sleepers sleep; nil for a team of one.
  private let bed: Monitor<Void>?

  init(size: Int) {
    self.size = size
    bed = size > 1 ? Monitor(()) : nil
  }

  /// Returns when every member has called it as often as this one. What any member wrote before is visible to all after.
  func barrier() {
    guard let bed else { return }
    let current = generation.load(ordering: .relaxed)
    if arrived.add(1, ordering: .acquiringAndReleasing).newValue == size {
      arrived.store(0, ordering: .relaxed)
      generation.store(current + 1, ordering: .sequentiallyConsistent)
      // Either this sees the sleeper, or the sleeper, who counts itself first, sees the new generation.
      if sleepers.load(ordering: .sequentiallyConsistent) > 0 {
        bed.withLock { _ in }
        bed.broadcast()
      }
      return
    }
    for _ in 0..<Self.spins {
      if generation.load(ordering: .acquiring) != current { return }
      martlet_cpu_relax()
    }
    sleepers.add(1, ordering: .sequentiallyConsistent)
    bed.wait { _ in generation.load(ordering: .sequentiallyConsistent) == current ? nil : () }
    sleepers.subtract(1, ordering: .sequentiallyConsistent)
  }

  /// About 50 us: as long as a sleep and a wake-up take.
  private static let spins = 4000

  /// Member `rank`'s share of `count` units, in multiples of `step`: ranges that follow each other and differ by at most one step.
  func share(of count: Int, by step: Int = 1, rank: Int) -> Range<Int> {
    guard size > 1 else { return 0..<count }
    let steps = (count + step - 1) / step
    let lower = steps * rank / size * step
    let upper = steps * (rank + 1) / size * step
    return min(lower, count)..<min(upper, count)
  }
}
