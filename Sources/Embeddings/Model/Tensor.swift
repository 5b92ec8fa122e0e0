// A view of one floating-point tensor in a mapped file: converts to f32 on the way out, never as a whole unless asked.
import CKernels

/// A tensor of f32, f16 or bf16 elements, row-major. Keeps its file mapped. Any thread.
package struct Tensor: Sendable {
  enum FloatType: Sendable {
    case f32, f16, bf16
  }

  private let file: MappedFile
  private let bytes: Range<Int>
  private let type: FloatType
  package let shape: [Int]

  /// - Precondition: `bytes` lies in the file and has the size that `shape` and `type` give (SafetensorsHeader checked it).
  init(file: MappedFile, bytes: Range<Int>, type: FloatType, shape: [Int]) {
    (self.file, self.bytes, self.type, self.shape) = (file, bytes, type, shape)
  }

  package var count: Int { shape.reduce(1, *) }

  /// All elements as f32.
  package func floats() -> [Float] {
    [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
      if let target = buffer.baseAddress { copy(from: 0, count: count, to: target) }
      initialized = count
    }
  }

  /// Row `index` of a matrix as f32 into `target`.
  /// - Precondition: `index` is below `shape[0]`; `target` has room for a row.
  package func copyRow(_ index: Int, to target: UnsafeMutablePointer<Float>) {
    let width = count / shape[0]
    copy(from: index * width, count: width, to: target)
  }

  private func copy(from first: Int, count: Int, to target: UnsafeMutablePointer<Float>) {
    guard count > 0, let base = file.bytes.baseAddress.map({ $0 + bytes.lowerBound }) else { return }
    switch type {
    case .f32:
      // Offsets in the file need not be aligned.
      UnsafeMutableRawPointer(target).copyMemory(from: base + first * 4, byteCount: count * 4)
    case .f16: withAlignedHalves(base + first * 2, count) { martlet_convert_f16(count, $0, target) }
    case .bf16: withAlignedHalves(base + first * 2, count) { martlet_convert_bf16(count, $0, target) }
    }
  }

  private func withAlignedHalves(_ source: UnsafeRawPointer, _ count: Int, _ body: (UnsafePointer<UInt16>) -> Void) {
    if UInt(bitPattern: source) % 2 == 0 { return body(source.assumingMemoryBound(to: UInt16.self)) }
    withUnsafeTemporaryAllocation(of: UInt16.self, capacity: count) { halves in
      guard let halves = halves.baseAddress else { return }
      UnsafeMutableRawPointer(halves).copyMemory(from: source, byteCount: count * 2)
      body(halves)
    }
  }
}
