// Holds a thread until it is opened: for tests that need a transaction to stay open on a thread of its own.
import Glibc

final class Gate: Sendable {
  private let descriptors: (read: Int32, write: Int32)

  init() {
    var pair: [Int32] = [-1, -1]
    pipe(&pair)
    descriptors = (pair[0], pair[1])
  }

  deinit {
    close(descriptors.read)
    close(descriptors.write)
  }

  func open() {
    var byte: UInt8 = 1
    write(descriptors.write, &byte, 1)
  }

  func wait() {
    var byte: UInt8 = 0
    read(descriptors.read, &byte, 1)
  }
}
