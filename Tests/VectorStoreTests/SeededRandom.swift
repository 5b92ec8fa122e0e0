// Random numbers that a test can repeat: SplitMix64 (Steele, Lea and Flood, 2014).

struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  mutating func next(below bound: UInt64) -> UInt64 { next() % bound }

  /// A number in -1 ..< 1.
  mutating func float() -> Float { Float(next() >> 40) / Float(1 << 23) - 1 }

  mutating func floats(_ count: Int) -> [Float] { (0..<count).map { _ in float() } }
}
