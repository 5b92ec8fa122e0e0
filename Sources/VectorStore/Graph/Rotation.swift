// The rotation that coded indexes store their vectors under.
//
// Codes of signs tell most about vectors whose components are alike, and a fixed random rotation makes them so without
// changing any distance. Stored vectors and queries are rotated once, when they come in, so codes are made from rows as
// they lie; a vector that is given back is rotated back.
import CKernels

/// A rotation of vectors with a fixed number of components. The same for every collection of that width.
struct Rotation: Sendable {
  private let dimension: Int
  /// Sign flips, 1 or -1; part of the file format.
  private let signs: [Float]

  init(dimension: Int) {
    self.dimension = dimension
    // SplitMix64 from 0, one number for each sign, of which the lowest bit counts.
    var state: UInt64 = 0
    signs = (0..<dimension * Int(MARTLET_ROTATION_ROUNDS)).map { _ in
      state &+= 0x9e37_79b9_7f4a_7c15
      var z = state
      z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
      z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
      return (z ^ (z >> 31)) & 1 == 0 ? 1 : -1
    }
  }

  /// Rotates `dimension` components in place.
  func apply(to vector: UnsafeMutablePointer<Float>) { martlet_rotate(vector, dimension, signs) }

  /// Takes `apply` back, but for rounding.
  func takeBack(_ vector: UnsafeMutablePointer<Float>) { martlet_unrotate(vector, dimension, signs) }
}
