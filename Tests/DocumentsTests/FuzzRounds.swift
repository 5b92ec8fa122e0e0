// The rounds of a fuzzer: seeds from 0 on, and a note of the one under way, for a trap ends the test program.
import Glibc
import TestSupport
import Testing

enum FuzzRounds {
  /// Fifty times as many with MARTLET_LONG_TESTS.
  private static let count = getenv("MARTLET_LONG_TESTS") == nil ? 150 : 7500

  /// Runs `body` for each seed. The round that a trap ended is the number in /tmp/martlet-fuzz-`name`-PROCESS.
  static func forEach(_ name: String, _ body: (Int, inout SeededRandom) throws -> Void) throws {
    let path = "/tmp/martlet-fuzz-\(name)-\(getpid())"
    let note = try #require(fopen(path, "w"))
    defer {
      fclose(note)
      unlink(path)
    }
    for seed in 0..<count {
      rewind(note)
      fputs("\(seed)\n", note)
      fflush(note)
      var random = SeededRandom(seed: UInt64(seed))
      try body(seed, &random)
    }
  }
}
