// Where threads that work on one list leave their results. Not a queue: every index is written once, by one thread.

/// Room for one result per index, filled from several threads.
final class SharedResults<Element>: @unchecked Sendable {
  // Sendable: every index is written by one thread, and read after all have ended.
  private let results: UnsafeMutablePointer<Element?>
  private let count: Int

  init(count: Int) {
    self.count = count
    results = .allocate(capacity: count)
    results.initialize(repeating: nil, count: count)
  }

  deinit {
    results.deinitialize(count: count)
    results.deallocate()
  }

  subscript(index: Int) -> Element? {
    get { results[index] }
    set { results[index] = newValue }
  }

  func take() -> [Element] { (0..<count).compactMap { results[$0] } }
}
