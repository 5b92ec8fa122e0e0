// The filters that a stream's bytes have gone through (ISO 32000-1, 7.4), undone one after the other. Each writes into
// memory with a limit, so that a stream made to unfold without end is an error that names the limit. A stream that breaks
// off gives what came before the break.

/// Undoes filters, and counts what they unfold into.
struct PDFFilters {
  private let limits: ExtractionLimits
  /// What all streams read so far unfolded into.
  private var unfolded = 0
  /// Whether some stream broke off.
  private(set) var hasErrors = false
  private let inflater = PDFInflater()

  /// Streams smaller than this are not judged by how much more they are than their packed bytes.
  private static let unjudgedBytes = 16 << 20
  private static let mostFilters = 8

  init(limits: ExtractionLimits) { self.limits = limits }

  /// - Parameters:
  ///   - input: the packed bytes.
  ///   - chain: the filters' names, with their parameters.
  mutating func decode(
    _ input: UnsafeBufferPointer<UInt8>, _ chain: [(name: String, parameters: PDFDictionary)]
  ) throws(PDFFault) -> PDFBuffer {
    guard chain.count <= Self.mostFilters else { throw .damaged("a stream of it has \(chain.count) filters") }
    var packed = input
    var result: PDFBuffer?
    for (name, parameters) in chain {
      // `packed` points into it.
      let before = result
      let step = try decode(packed, name, parameters, packedBytes: input.count)
      withExtendedLifetime(before) {}
      packed = UnsafeBufferPointer(start: step.base, count: step.count)
      result = step
    }
    if let result { return result }
    return PDFBuffer(PDFBuilder(copying: UnsafeRawBufferPointer(input)))
  }

  private mutating func decode(
    _ input: UnsafeBufferPointer<UInt8>, _ name: String, _ parameters: PDFDictionary, packedBytes: Int
  ) throws(PDFFault) -> PDFBuffer {
    let most = min(
      limits.archiveBytes - unfolded, max(packedBytes.multipliedClamped(by: limits.archiveRatio), Self.unjudgedBytes))
    var output = PDFBuilder(capacity: min(max(input.count, 64), max(most, 64)))
    let outcome: Outcome
    switch name {
    case "FlateDecode", "Fl": outcome = inflater.inflate(input, into: &output, limit: most)
    case "LZWDecode", "LZW":
      outcome = PDFTextFilters.lzw(input, into: &output, limit: most, early: parameters["EarlyChange"]?.integer != 0)
    case "ASCII85Decode", "A85": outcome = PDFTextFilters.ascii85(input, into: &output, limit: most)
    case "ASCIIHexDecode", "AHx": outcome = PDFTextFilters.asciiHex(input, into: &output, limit: most)
    case "RunLengthDecode", "RL": outcome = PDFTextFilters.runLength(input, into: &output, limit: most)
    case "Crypt":
      output.append(UnsafeRawBufferPointer(input))
      outcome = .whole
    default:
      output.discard()
      throw .unsupported("the filter \(name)")
    }
    let buffer = PDFBuffer(output)
    switch outcome {
    case .whole: break
    case .brokenOff: hasErrors = true
    case .tooLarge:
      throw .document(
        most < limits.archiveBytes - unfolded
          ? .archiveRatio(limit: limits.archiveRatio) : .archiveTooLarge(limit: limits.archiveBytes))
    }
    unfolded += buffer.count
    return try PDFPredictor(parameters).map { predictor throws(PDFFault) in predictor.undo(buffer) } ?? buffer
  }

  /// How reading a packed stream ended.
  enum Outcome { case whole, brokenOff, tooLarge }
}

extension Int {
  fileprivate func multipliedClamped(by factor: Int) -> Int {
    let (product, overflow) = multipliedReportingOverflow(by: factor)
    return overflow ? .max : product
  }
}
