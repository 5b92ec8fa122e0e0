// The left side of integer products: one block's activations as integers, with the scale and zero point of each token.
import Glibc

/// Memory for the integers of `capacity` tokens with up to `widest` inputs; none for f32. Used by one block at a time.
struct QuantizedRows {
  // Rows of 16-bit or 8-bit integers, whichever the matrix that reads them wants.
  private let integers: UnsafeMutableRawPointer
  let scales: UnsafeMutablePointer<Float>
  /// int8: what stands for 0 in each row.
  let zeros: UnsafeMutablePointer<Int32>

  init(_ arithmetic: Arithmetic, capacity: Int, widest: Int) {
    let tokens = arithmetic == .f32 ? 0 : capacity
    integers = .allocate(byteCount: tokens * Self.stride(of: widest, arithmetic) * 2, alignment: 64)
    scales = .allocate(capacity: tokens)
    zeros = .allocate(capacity: tokens)
  }

  func deallocate() {
    integers.deallocate()
    scales.deallocate()
    zeros.deallocate()
  }

  /// Elements of a row of `inputs`, padded as the kernels want it.
  static func stride(of inputs: Int, _ arithmetic: Arithmetic) -> Int {
    switch arithmetic {
    case .f32: inputs
    case .int16: (inputs + 1) & ~1
    case .int8: (inputs + 3) & ~3
    }
  }

  /// Rows from `row` on as 16-bit integers.
  func words(from row: Int, inputs: Int) -> UnsafeMutablePointer<Int16> {
    integers.assumingMemoryBound(to: Int16.self) + row * Self.stride(of: inputs, .int16)
  }

  /// Rows from `row` on as bytes.
  func bytes(from row: Int, inputs: Int) -> UnsafeMutablePointer<UInt8> {
    integers.assumingMemoryBound(to: UInt8.self) + row * Self.stride(of: inputs, .int8)
  }
}
