// The header of a safetensors file, read with suspicion. Separate from the mapping so that tests can feed it any bytes.

package enum SafetensorsHeader {
  struct Fault: Error {
    var reason: String
  }

  /// Every tensor of the file whose bytes are `file`.
  ///
  /// Checked: the length fits the file and the limit; the header is a JSON object with unique keys; each entry has a known type,
  /// a shape of non-negative numbers whose product times the type's size is exactly its range; the ranges, sorted, follow each
  /// other from 0 to the end of the file.
  static func read(_ file: UnsafeRawBufferPointer) throws(Fault) -> (
    tensors: [String: TensorLocation], metadata: [String: String]
  ) {
    guard file.count >= 8 else { throw Fault(reason: "it is shorter than 8 bytes") }
    let length = UInt64(littleEndian: file.loadUnaligned(as: UInt64.self))
    guard length <= UInt64(SafetensorsFile.maxHeaderBytes) else {
      throw Fault(reason: "its header claims \(length) bytes")
    }
    guard length <= UInt64(file.count - 8) else { throw Fault(reason: "its header is longer than the file") }
    let start = 8 + Int(length)
    let header: JSONValue
    do {
      header = try JSONValue.parse(UnsafeRawBufferPointer(rebasing: file[8..<start]))
    } catch {
      throw Fault(reason: "its header is \(error)")
    }
    guard let object = header.object else { throw Fault(reason: "its header is not a JSON object") }
    var tensors: [String: TensorLocation] = [:]
    for (name, entry) in object.members where name != "__metadata__" {
      tensors[name] = try location(name, entry, dataStart: start, fileCount: file.count)
    }
    try checkCoverage(tensors, from: start, to: file.count)
    let metadata =
      object["__metadata__"]?.object?.members.compactMap { key, value in value.string.map { (key, $0) } } ?? []
    return (tensors, Dictionary(uniqueKeysWithValues: metadata))
  }

  private static func location(
    _ name: String, _ entry: JSONValue, dataStart: Int, fileCount: Int
  ) throws(Fault) -> TensorLocation {
    guard let typeName = entry["dtype"]?.string else { throw Fault(reason: "tensor \"\(name)\" has no dtype") }
    guard let type = TensorType(rawValue: typeName) else {
      throw Fault(reason: "tensor \"\(name)\" has the unknown dtype \"\(typeName)\"")
    }
    guard let dimensions = entry["shape"]?.array else { throw Fault(reason: "tensor \"\(name)\" has no shape") }
    var shape: [Int] = []
    var byteCount = type.byteCount
    for dimension in dimensions {
      guard let size = dimension.integer, size >= 0 else {
        throw Fault(reason: "tensor \"\(name)\" has a shape that is none")
      }
      let (product, overflow) = byteCount.multipliedReportingOverflow(by: size)
      guard !overflow else { throw Fault(reason: "the shape of tensor \"\(name)\" overflows") }
      byteCount = product
      shape.append(size)
    }
    guard let offsets = entry["data_offsets"]?.array, offsets.count == 2, let begin = offsets[0].integer,
      let end = offsets[1].integer, begin >= 0, end >= begin, end <= fileCount - dataStart
    else { throw Fault(reason: "the data_offsets of tensor \"\(name)\" are not a range inside the file") }
    guard end - begin == byteCount else {
      throw Fault(reason: "tensor \"\(name)\" has \(end - begin) bytes where its shape needs \(byteCount)")
    }
    return TensorLocation(type: type, shape: shape, bytes: dataStart + begin..<dataStart + end)
  }

  private static func checkCoverage(_ tensors: [String: TensorLocation], from start: Int, to end: Int) throws(Fault) {
    var expected = start
    let sorted = tensors.sorted {
      ($0.value.bytes.lowerBound, $0.value.bytes.upperBound) < ($1.value.bytes.lowerBound, $1.value.bytes.upperBound)
    }
    for (name, location) in sorted {
      guard location.bytes.lowerBound >= expected else { throw Fault(reason: "tensor \"\(name)\" overlaps another") }
      guard location.bytes.lowerBound == expected else {
        throw Fault(reason: "bytes before tensor \"\(name)\" belong to no tensor")
      }
      expected = location.bytes.upperBound
    }
    guard expected == end else { throw Fault(reason: "the last \(end - expected) bytes belong to no tensor") }
  }
}
