// Running one piece of work on a few threads and waiting for all of them.
import Glibc

/// Runs `body(0) … body(threadCount - 1)` at once, the last on the calling thread, and returns when all are done.
///
/// Threads are started per call (some 20 us each): for work of milliseconds. A thread that cannot be started has its
/// part run by the caller.
package func inParallel(_ threadCount: Int, _ body: @escaping @Sendable (Int) -> Void) {
  var threads: [pthread_t] = []
  for index in 0..<max(threadCount - 1, 0) {
    let work = Unmanaged.passRetained(ParallelWork { body(index) })
    var thread = pthread_t()
    let result = pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        Unmanaged<ParallelWork>.fromOpaque(argument).takeRetainedValue().run()
        return nil
      }, work.toOpaque())
    if result == 0 { threads.append(thread) } else { work.takeRetainedValue().run() }
  }
  body(max(threadCount - 1, 0))
  for thread in threads { pthread_join(thread, nil) }
}

/// A closure on its way to a thread.
private final class ParallelWork: Sendable {
  let run: @Sendable () -> Void
  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}
