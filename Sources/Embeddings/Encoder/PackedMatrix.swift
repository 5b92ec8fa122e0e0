// One weight matrix in panels, in the arithmetic it is multiplied in: packed into memory of its own, or mapped from PackedCache.
import CKernels
import Glibc

/// A packed matrix of `columns` outputs and `inputs` inputs. Immutable; any thread.
final class PackedMatrix: @unchecked Sendable {
  // Sendable: the memory is written in `init` only, or mapped read-only; `owner` keeps it alive.
  let columns: Int
  let inputs: Int
  let arithmetic: Arithmetic
  let quantization: Quantization
  /// int16: steps of the quantised input on either side of zero.
  private let activationLimit: Int32
  private let kernels: EncoderKernels
  private let bytes: UnsafeRawBufferPointer
  private let owner: MappedFile?

  /// Packs a matrix.
  /// - Parameters:
  ///   - weights: [columns × inputs], as PyTorch's Linear stores it.
  ///   - inputRange: int8: the largest magnitude to expect of each input; nil when unknown.
  init(
    _ weights: [Float], columns: Int, inputs: Int, kernels: EncoderKernels, arithmetic: Arithmetic,
    inputRange: [Float]? = nil
  ) {
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
    var quantization = Quantization(sizes)
    switch arithmetic {
    case .f32:
      let packed = storage.bindMemory(to: Float.self, capacity: sizes.byteCount / 4)
      martlet_pack_f32(columns, inputs, weights, inputs, panel, packed)
    case .int16:
      let packed = storage.bindMemory(to: Int16.self, capacity: sizes.byteCount / 2)
      martlet_pack_i16(columns, inputs, weights, inputs, panel, activationLimit, packed, &quantization.scales)
    case .int8:
      quantization.smooth(weights, inputRange)
      let packed = storage.bindMemory(to: Int8.self, capacity: sizes.byteCount)
      martlet_pack_i8(
        columns, inputs, weights, inputs, quantization.factors, panel, packed, &quantization.scales, &quantization.sums)
    }
    self.quantization = quantization
    bytes = UnsafeRawBufferPointer(start: storage, count: sizes.byteCount)
  }

  /// A matrix packed before.
  /// - Precondition: `region` and `quantization` have the sizes that PackedSizes gives.
  init(
    mapped region: MappedRegion, quantization: Quantization, columns: Int, inputs: Int, kernels: EncoderKernels,
    arithmetic: Arithmetic
  ) {
    self.columns = columns
    self.inputs = inputs
    self.kernels = kernels
    self.arithmetic = arithmetic
    self.quantization = quantization
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

  /// Makes rows of `source` [tokens × inputs] the left side of `multiply`. Nothing to do in f32.
  func quantize(_ rows: Range<Int>, of source: UnsafePointer<Float>, into target: QuantizedRows) {
    let input = source + rows.lowerBound * inputs
    let table = kernels.table.pointee
    switch arithmetic {
    case .f32: return
    case .int16:
      table.quantize_i16(
        rows.count, inputs, input, inputs, activationLimit, target.words(from: rows.lowerBound, inputs: inputs),
        target.scales + rows.lowerBound)
    case .int8:
      table.quantize_u8(
        rows.count, inputs, input, inputs, quantization.factors, table.u8_limit,
        target.bytes(from: rows.lowerBound, inputs: inputs), target.scales + rows.lowerBound,
        target.zeros + rows.lowerBound)
    }
  }

  /// output[rows × columns] = epilogue(input[rows × inputs] · self), for the columns in `range` (from a multiple of a panel on).
  /// - Parameter quantized: the same input, quantised by `quantize`; not read in f32.
  func multiply(
    _ input: UnsafePointer<Float>, _ quantized: QuantizedRows, rows: Int, bias: UnsafePointer<Float>,
    into output: UnsafeMutablePointer<Float>, columns range: Range<Int>, epilogue: Int
  ) {
    guard !range.isEmpty, rows > 0, let base = bytes.baseAddress else { return }
    let first = range.lowerBound
    let table = kernels.table.pointee
    switch arithmetic {
    case .f32:
      table.gemm_f32(
        rows, range.count, inputs, input, inputs, base.assumingMemoryBound(to: Float.self) + first * inputs,
        bias + first, output + first, columns, Int32(epilogue))
    case .int16:
      let padded = QuantizedRows.stride(of: inputs, .int16)
      quantization.scales.withUnsafeBufferPointer { scales in
        guard let scales = scales.baseAddress else { return }
        table.gemm_i16(
          rows, range.count, inputs, quantized.words(from: 0, inputs: inputs), padded, quantized.scales,
          base.assumingMemoryBound(to: Int16.self) + first * padded, scales + first, bias + first, output + first,
          columns, Int32(epilogue))
      }
    case .int8:
      let padded = QuantizedRows.stride(of: inputs, .int8)
      quantization.scales.withUnsafeBufferPointer { scales in
        quantization.sums.withUnsafeBufferPointer { sums in
          guard let scales = scales.baseAddress, let sums = sums.baseAddress else { return }
          table.gemm_i8(
            rows, range.count, inputs, quantized.bytes(from: 0, inputs: inputs), padded, quantized.scales,
            quantized.zeros, base.assumingMemoryBound(to: Int8.self) + first * padded, scales + first, sums + first,
            bias + first, output + first, columns, Int32(epilogue))
        }
      }
    }
  }
}

/// How large a packed matrix is.
struct PackedSizes {
  let byteCount: Int
  /// Elements of `Quantization.scales`, `.sums` and `.factors`.
  let scaleCount: Int
  let sumCount: Int
  let factorCount: Int

  init(columns: Int, inputs: Int, kernels: EncoderKernels, arithmetic: Arithmetic) {
    let panel = kernels.panelColumns
    let padded = (columns + panel - 1) / panel * panel
    let stride = QuantizedRows.stride(of: inputs, arithmetic)
    switch arithmetic {
    case .f32: (byteCount, scaleCount, sumCount, factorCount) = (padded * stride * 4, 0, 0, 0)
    case .int16: (byteCount, scaleCount, sumCount, factorCount) = (padded * stride * 2, padded, 0, 0)
    case .int8: (byteCount, scaleCount, sumCount, factorCount) = (padded * stride, padded, padded, inputs)
    }
  }
}
