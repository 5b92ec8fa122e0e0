// The numbers the room's tests draw.
import TestSupport

typealias SeededRandom = TestSupport.SeededRandom

extension SeededRandom {
  mutating func next(below bound: UInt64) -> UInt64 { next() % bound }

  /// A number in -1 ..< 1.
  mutating func float() -> Float { Float(next() >> 40) / Float(1 << 23) - 1 }

  mutating func floats(_ count: Int) -> [Float] { (0..<count).map { _ in float() } }
}
