// Packed matrices on disk, so that a process starts by mapping them instead of packing 40 MB of weights.
//
// The file is itself in the safetensors format (names, types, shapes, checked like any other), lies beside the weights it was made
// from and names in its metadata everything its layout depends on: a file that does not match exactly is ignored and replaced.
// It is derived data: written to a temporary file, synced and renamed; where the folder cannot be written, there is none.
import Glibc

/// The packed matrices of one model for one kernel layout.
struct PackedCache {
  private static let version = "1"
  private let path: String
  private let metadata: [String: String]
  private let file: SafetensorsFile?

  /// Opens the cache of `folder` if it is there and matches the weights.
  /// - Parameter scores: whether it carries the head of a cross-encoder, too.
  init(
    folder: String, weights: SafetensorsFile, kernels: EncoderKernels, arithmetic: Arithmetic, scores: Bool = false
  ) {
    path = "\(folder)/.martlet-packed-\(arithmetic)-\(kernels.panelColumns).safetensors"
    var metadata = [
      "format": "martlet packed weights", "version": Self.version, "arithmetic": "\(arithmetic)",
      "panelColumns": "\(kernels.panelColumns)", "source": weights.identity,
    ]
    if scores { metadata["head"] = "scores" }
    self.metadata = metadata
    let file = try? SafetensorsFile(path: path)
    self.file = file?.metadata == metadata ? file : nil
  }

  var isEmpty: Bool { file == nil }

  /// The matrix `name`, or nil when the cache has none of that name and size.
  func matrix(
    _ name: String, columns: Int, inputs: Int, kernels: EncoderKernels, arithmetic: Arithmetic
  ) -> PackedMatrix? {
    let sizes = PackedSizes(columns: columns, inputs: inputs, kernels: kernels, arithmetic: arithmetic)
    guard let file, let data = file.region(name, byteCount: sizes.byteCount) else { return nil }
    guard let quantization = quantization(name, sizes, file) else { return nil }
    return PackedMatrix(
      mapped: data, quantization: quantization, columns: columns, inputs: inputs, kernels: kernels,
      arithmetic: arithmetic)
  }

  private func quantization(_ name: String, _ sizes: PackedSizes, _ file: SafetensorsFile) -> Quantization? {
    var quantization = Quantization(sizes)
    func read<Element>(_ part: String, into elements: inout [Element]) -> Bool {
      guard !elements.isEmpty else { return true }
      return elements.withUnsafeMutableBytes { target in
        guard let region = file.region("\(name).\(part)", byteCount: target.count) else { return false }
        target.copyMemory(from: region.bytes)
        return true
      }
    }
    let isWhole =
      read("scales", into: &quantization.scales) && read("sums", into: &quantization.sums)
      && read("factors", into: &quantization.factors)
    return isWhole ? quantization : nil
  }

  /// Writes the cache anew.
  /// - Returns: false when the folder cannot be written or the disk is full; nothing is left behind then.
  @discardableResult
  func write(_ matrices: [(name: String, matrix: PackedMatrix)]) -> Bool {
    var writer = SafetensorsWriter(metadata: metadata)
    for (name, matrix) in matrices {
      matrix.withBytes { writer.add(name, type: "U8", shape: [$0.count], $0) }
      let quantization = matrix.quantization
      quantization.scales.withUnsafeBytes { writer.addUnlessEmpty("\(name).scales", "F32", $0) }
      quantization.sums.withUnsafeBytes { writer.addUnlessEmpty("\(name).sums", "I32", $0) }
      quantization.factors.withUnsafeBytes { writer.addUnlessEmpty("\(name).factors", "F32", $0) }
    }
    return writer.write(to: path)
  }
}

extension SafetensorsWriter {
  /// A list of 32-bit elements.
  fileprivate mutating func addUnlessEmpty(_ name: String, _ type: String, _ bytes: UnsafeRawBufferPointer) {
    if !bytes.isEmpty { add(name, type: type, shape: [bytes.count / 4], bytes) }
  }
}
