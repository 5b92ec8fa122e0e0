// One weight matrix in panels, aligned to cache lines.
import CKernels
import Glibc

/// A packed f32 matrix of `columns` outputs and `inputs` inputs. Immutable; any thread.
final class PackedMatrix: @unchecked Sendable {
  // Sendable: the memory is written in `init` only.
  let columns: Int
  let inputs: Int
  private let kernels: EncoderKernels
  private let storage: UnsafeMutableRawPointer

  /// - Parameter weights: [columns × inputs], as PyTorch's Linear stores it.
  init(_ weights: [Float], columns: Int, inputs: Int, kernels: EncoderKernels) {
    precondition(weights.count == columns * inputs)
    self.columns = columns
    self.inputs = inputs
    self.kernels = kernels
    let count = martlet_packed_count(columns, inputs, kernels.panelColumns)
    storage = .allocate(byteCount: count * MemoryLayout<Float>.stride, alignment: 64)
    let packed = storage.bindMemory(to: Float.self, capacity: count)
    weights.withUnsafeBufferPointer {
      martlet_pack_f32(columns, inputs, $0.baseAddress, inputs, kernels.panelColumns, packed)
    }
  }

  deinit { storage.deallocate() }

  /// output[rows × columns] = epilogue(input[rows × inputs] · self), for the columns in `range` (from a multiple of a panel on).
  func multiply(
    _ input: UnsafePointer<Float>, rows: Int, bias: UnsafePointer<Float>, into output: UnsafeMutablePointer<Float>,
    columns range: Range<Int>, epilogue: Int
  ) {
    guard !range.isEmpty, rows > 0 else { return }
    let packed = storage.assumingMemoryBound(to: Float.self) + range.lowerBound * inputs
    kernels.table.pointee.gemm_f32(
      rows, range.count, inputs, input, inputs, packed, bias + range.lowerBound, output + range.lowerBound, columns,
      Int32(epilogue))
  }
}
