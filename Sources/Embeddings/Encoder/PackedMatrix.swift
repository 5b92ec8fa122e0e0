// One weight matrix in panels, aligned to cache lines, in the arithmetic it is multiplied in.
import CKernels
import Glibc

/// A packed matrix of `columns` outputs and `inputs` inputs. Immutable; any thread.
final class PackedMatrix: @unchecked Sendable {
  // Sendable: the memory is written in `init` only.
  let columns: Int
  let inputs: Int
  let arithmetic: Arithmetic
  /// int16: steps of the quantised input on either side of zero.
  let activationLimit: Int32
  private let kernels: EncoderKernels
  private let storage: UnsafeMutableRawPointer
  /// int16: what one step of each column's weights is worth, padded to whole panels.
  private let scales: [Float]

  /// - Parameter weights: [columns × inputs], as PyTorch's Linear stores it.
  init(_ weights: [Float], columns: Int, inputs: Int, kernels: EncoderKernels, arithmetic: Arithmetic) {
    precondition(weights.count == columns * inputs)
    self.columns = columns
    self.inputs = inputs
    self.kernels = kernels
    self.arithmetic = arithmetic
    // Measured on MiniLM: these halve the loss of 12 bits everywhere; the longer a sum, the more bits the weights need.
    activationLimit = inputs <= 1024 ? 8191 : 4095
    let panel = kernels.panelColumns
    switch arithmetic {
    case .f32:
      let count = martlet_packed_count(columns, inputs, panel)
      storage = .allocate(byteCount: count * MemoryLayout<Float>.stride, alignment: 64)
      martlet_pack_f32(columns, inputs, weights, inputs, panel, storage.bindMemory(to: Float.self, capacity: count))
      scales = []
    case .int16:
      let count = martlet_packed_count_i16(columns, inputs, panel)
      storage = .allocate(byteCount: count * MemoryLayout<Int16>.stride, alignment: 64)
      var scales = [Float](repeating: 0, count: (columns + panel - 1) / panel * panel)
      martlet_pack_i16(
        columns, inputs, weights, inputs, panel, activationLimit, storage.bindMemory(to: Int16.self, capacity: count), &scales)
      self.scales = scales
    }
  }

  deinit { storage.deallocate() }

  /// output[rows × columns] = epilogue(input[rows × inputs] · self), for the columns in `range` (from a multiple of a panel on).
  func multiply(
    _ input: DenseInput, rows: Int, bias: UnsafePointer<Float>, into output: UnsafeMutablePointer<Float>,
    columns range: Range<Int>, epilogue: Int
  ) {
    guard !range.isEmpty, rows > 0 else { return }
    let first = range.lowerBound
    switch arithmetic {
    case .f32:
      kernels.table.pointee.gemm_f32(
        rows, range.count, inputs, input.floats, inputs, storage.assumingMemoryBound(to: Float.self) + first * inputs,
        bias + first, output + first, columns, Int32(epilogue))
    case .int16:
      let padded = inputs + inputs % 2
      scales.withUnsafeBufferPointer { scales in
        guard let scales = scales.baseAddress else { return }
        kernels.table.pointee.gemm_i16(
          rows, range.count, inputs, input.integers, padded, input.integerScales,
          storage.assumingMemoryBound(to: Int16.self) + first * padded, scales + first, bias + first, output + first, columns,
          Int32(epilogue))
      }
    }
  }
}

/// The left side of a dense layer: the activations, and their quantised form when the arithmetic is int16.
struct DenseInput {
  let floats: UnsafePointer<Float>
  let integers: UnsafePointer<Int16>
  let integerScales: UnsafePointer<Float>
}
