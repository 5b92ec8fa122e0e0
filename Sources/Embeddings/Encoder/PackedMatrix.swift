// One weight matrix in panels, in the arithmetic it is multiplied in: packed into memory of its own, or mapped from PackedCache.
import CKernels
import Glibc

/// A packed matrix of `columns` outputs and `inputs` inputs. Immutable; any thread.
final class PackedMatrix: @unchecked Sendable {
  // Sendable: the memory is written in `init` only, or mapped read-only; `owner` keeps it alive.
  let columns: Int
  let inputs: Int
  let arithmetic: Arithmetic
  /// int16: what one step of each column's weights is worth, padded to whole panels.
  let scales: [Float]
  /// int16: steps of the quantised input on either side of zero.
  let activationLimit: Int32
  private let kernels: EncoderKernels
  private let bytes: UnsafeRawBufferPointer
  private let owner: MappedFile?

  /// Packs a matrix.
  /// - Parameter weights: [columns × inputs], as PyTorch's Linear stores it.
  init(_ weights: [Float], columns: Int, inputs: Int, kernels: EncoderKernels, arithmetic: Arithmetic) {
    precondition(weights.count == columns * inputs)
    self.columns = columns
    self.inputs = inputs
    self.kernels = kernels
    self.arithmetic = arithmetic
    activationLimit = Self.activationLimit(inputs: inputs)
    owner = nil
    let panel = kernels.panelColumns
    let sizes = PackedSizes(columns: columns, inputs: inputs, kernels: kernels, arithmetic: arithmetic)
    let storage = UnsafeMutableRawPointer.allocate(byteCount: sizes.byteCount, alignment: 64)
    var scales = [Float](repeating: 0, count: sizes.scaleCount)
    switch arithmetic {
    case .f32:
      let packed = storage.bindMemory(to: Float.self, capacity: sizes.byteCount / 4)
      martlet_pack_f32(columns, inputs, weights, inputs, panel, packed)
    case .int16:
      let packed = storage.bindMemory(to: Int16.self, capacity: sizes.byteCount / 2)
      martlet_pack_i16(columns, inputs, weights, inputs, panel, activationLimit, packed, &scales)
    }
    self.scales = scales
    bytes = UnsafeRawBufferPointer(start: storage, count: sizes.byteCount)
  }

  /// A matrix packed before.
  /// - Precondition: `region` and `scales` have the sizes that PackedSizes gives.
  init(
    mapped region: MappedRegion, scales: [Float], columns: Int, inputs: Int, kernels: EncoderKernels,
    arithmetic: Arithmetic
  ) {
    self.columns = columns
    self.inputs = inputs
    self.kernels = kernels
    self.arithmetic = arithmetic
    self.scales = scales
    activationLimit = Self.activationLimit(inputs: inputs)
    bytes = region.bytes
    owner = region.file
  }

  deinit {
    if owner == nil { bytes.deallocate() }
  }

  /// Measured on MiniLM: these halve the loss of 12 bits everywhere; the longer a sum, the more bits the weights need.
  private static func activationLimit(inputs: Int) -> Int32 { inputs <= 1024 ? 8191 : 4095 }

  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result { body(bytes) }

  /// output[rows × columns] = epilogue(input[rows × inputs] · self), for the columns in `range` (from a multiple of a panel on).
  func multiply(
    _ input: DenseInput, rows: Int, bias: UnsafePointer<Float>, into output: UnsafeMutablePointer<Float>,
    columns range: Range<Int>, epilogue: Int
  ) {
    guard !range.isEmpty, rows > 0, let base = bytes.baseAddress else { return }
    let first = range.lowerBound
    switch arithmetic {
    case .f32:
      kernels.table.pointee.gemm_f32(
        rows, range.count, inputs, input.floats, inputs, base.assumingMemoryBound(to: Float.self) + first * inputs,
        bias + first, output + first, columns, Int32(epilogue))
    case .int16:
      let padded = inputs + inputs % 2
      scales.withUnsafeBufferPointer { scales in
        guard let scales = scales.baseAddress else { return }
        kernels.table.pointee.gemm_i16(
          rows, range.count, inputs, input.integers, padded, input.integerScales,
          base.assumingMemoryBound(to: Int16.self) + first * padded, scales + first, bias + first, output + first,
          columns,
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
