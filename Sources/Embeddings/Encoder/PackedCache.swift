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
    var scales: [Float] = []
    if sizes.scaleCount > 0 {
      guard let tensor = try? file.tensor("\(name).scales", shape: [sizes.scaleCount]) else { return nil }
      scales = tensor.floats()
    }
    return PackedMatrix(
      mapped: data, scales: scales, columns: columns, inputs: inputs, kernels: kernels, arithmetic: arithmetic)
  }

  /// Writes the cache anew.
  /// - Returns: false when the folder cannot be written or the disk is full; nothing is left behind then.
  @discardableResult
  func write(_ matrices: [(name: String, matrix: PackedMatrix)]) -> Bool {
    var writer = SafetensorsWriter(metadata: metadata)
    for (name, matrix) in matrices {
      matrix.withBytes { writer.add(name, type: "U8", shape: [$0.count], $0) }
      if !matrix.scales.isEmpty {
        matrix.scales.withUnsafeBytes { writer.add("\(name).scales", type: "F32", shape: [matrix.scales.count], $0) }
      }
    }
    return writer.write(to: path)
  }
}

/// How large a packed matrix is.
struct PackedSizes {
  let byteCount: Int
  let scaleCount: Int

  init(columns: Int, inputs: Int, kernels: EncoderKernels, arithmetic: Arithmetic) {
    let panel = kernels.panelColumns
    let padded = (columns + panel - 1) / panel * panel
    switch arithmetic {
    case .f32: (byteCount, scaleCount) = (padded * inputs * 4, 0)
    case .int16: (byteCount, scaleCount) = (padded * (inputs + inputs % 2) * 2, padded)
    }
  }
}
