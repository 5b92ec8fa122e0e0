// The memory one block needs while it goes through the encoder. Allocated once per thread and used again.
import CKernels

/// Activations of up to `capacity` tokens. Used by one block at a time (all members of its team share it).
final class Workspace: @unchecked Sendable {
  // Sendable: it travels between threads, but a block's team alone uses it, and the team's barriers order the accesses.
  let capacity: Int
  let hidden: UnsafeMutablePointer<Float>
  let queryKeyValue: UnsafeMutablePointer<Float>
  let context: UnsafeMutablePointer<Float>
  let inner: UnsafeMutablePointer<Float>
  /// The activations that the next dense layer reads, as integers. Empty for f32.
  let quantized: QuantizedRows
  /// Attention scratch of each member.
  let scratch: [UnsafeMutablePointer<Float>]

  init(_ configuration: BertConfiguration, _ arithmetic: Arithmetic, capacity: Int, members: Int) {
    self.capacity = capacity
    func allocate(_ width: Int) -> UnsafeMutablePointer<Float> {
      // Kernels may read (and ignore) up to 63 elements beyond the last row.
      let count = capacity * width + 64
      let memory = UnsafeMutablePointer<Float>.allocate(capacity: count)
      memory.initialize(repeating: 0, count: count)
      return memory
    }
    hidden = allocate(configuration.hiddenSize)
    queryKeyValue = allocate(3 * configuration.hiddenSize)
    context = allocate(configuration.hiddenSize)
    inner = allocate(configuration.intermediateSize)
    quantized = QuantizedRows(
      arithmetic, capacity: capacity, widest: max(configuration.hiddenSize, configuration.intermediateSize))
    let scratchCount = martlet_attention_scratch(capacity, configuration.headWidth)
    scratch = (0..<members).map { _ in .allocate(capacity: scratchCount) }
  }

  deinit {
    hidden.deallocate()
    queryKeyValue.deallocate()
    context.deallocate()
    inner.deallocate()
    quantized.deallocate()
    for memory in scratch { memory.deallocate() }
  }
}
