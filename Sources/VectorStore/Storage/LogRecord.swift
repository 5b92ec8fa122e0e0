// One commit as bytes: how a batch lies in the log.
//
//     offset  bytes  content
//     0       4      magic "MLR1"
//     4       4      CRC-32C of bytes 8 ..< 40
//     8       8      payload bytes
//     16      8      commit number
//     24      8      bytes of the log known to be on the disk when this record was written
//     32      4      CRC-32C of the payload
//     36      4      zero
//     40      …      payload: change count (4), dimension (4), 24 bytes for each change, the upserted vectors, the
//                    payloads of the upserted vectors
//
// A record begins at a multiple of 8. A change is its kind (1 byte: 1 upsert, 2 delete id, 3 delete label; 3 zeros), the
// bytes of its payload (4; 0 without one, as in every record of version 1), the id or label (8), and the label of an
// upsert (8).

/// The header of a log record.
struct LogRecordHeader: Equatable {
  static let byteCount = 40
  static let magic: UInt32 = 0x3152_4c4d

  var payloadByteCount: Int
  var commit: UInt64
  /// How much of the log was durable when the record was written: a damaged record below the value of a later intact
  /// one was acknowledged once, so it is damage and not the torn end of an interrupted write.
  var durableByteCount: Int
  var payloadChecksum: UInt32

  var encoded: [UInt8] {
    var writer = ByteWriter()
    writer.put(Self.magic)
    writer.put(UInt32(0))
    writer.put(UInt64(payloadByteCount))
    writer.put(commit)
    writer.put(UInt64(durableByteCount))
    writer.put(payloadChecksum)
    writer.put(UInt32(0))
    writer.patch(Checksum.of(writer.bytes[8...]), at: 4)
    return writer.bytes
  }

  /// `nil` unless the 40 bytes are an intact header.
  init?(decoding bytes: [UInt8]) {
    var reader = ByteReader(bytes)
    guard reader.take(UInt32.self) == Self.magic, let checksum = reader.take(UInt32.self),
      bytes.count >= Self.byteCount, Checksum.of(bytes[8..<Self.byteCount]) == checksum,
      let payloadByteCount = reader.take(UInt64.self).flatMap(Int.init(exactly:)),
      let commit = reader.take(UInt64.self),
      let durable = reader.take(UInt64.self).flatMap(Int.init(exactly:)), let payloadChecksum = reader.take(UInt32.self)
    else { return nil }
    self.init(
      payloadByteCount: payloadByteCount, commit: commit, durableByteCount: durable, payloadChecksum: payloadChecksum)
  }

  init(payloadByteCount: Int, commit: UInt64, durableByteCount: Int, payloadChecksum: UInt32) {
    self.payloadByteCount = payloadByteCount
    self.commit = commit
    self.durableByteCount = durableByteCount
    self.payloadChecksum = payloadChecksum
  }
}

extension WriteBatch {
  /// The parts of the payload before and after the vectors.
  func encodedChanges(dimension: Int) -> (changes: [UInt8], payloads: [UInt8]) {
    var payloadBytes: [UInt8] = []
    var writer = ByteWriter()
    writer.put(UInt32(changes.count))
    writer.put(UInt32(dimension))
    for (index, change) in changes.enumerated() {
      let (kind, first, second): (UInt8, UInt64, UInt64) =
        switch change {
        case .upsert(let id, let label, _, _): (1, id, label)
        case .deleteID(let id): (2, id, 0)
        case .deleteLabel(let label): (3, label, 0)
        }
      writer.put(kind)
      writer.pad(to: writer.bytes.count + 3)
      let payload = payloads[index]?.encoded ?? []
      writer.put(UInt32(payload.count))
      payloadBytes += payload
      writer.put(first)
      writer.put(second)
    }
    return (writer.bytes, payloadBytes)
  }

  /// The batch in a payload; `nil` if it is not one of vectors of `dimension` components.
  init?(payload: [UInt8], dimension: Int) {
    self.init()
    var reader = ByteReader(payload)
    guard let count = reader.take(UInt32.self), reader.take(UInt32.self).map(Int.init) == dimension,
      Int(count) <= payload.count / 24
    else { return nil }
    let vectorsStart = 8 + Int(count) * 24
    var vectors = ByteReader(payload, offset: vectorsStart)
    var payloadByteCounts: [(change: Int, byteCount: Int)] = []
    for index in 0..<Int(count) {
      guard let kind = reader.take(UInt8.self), reader.take(count: 3) != nil,
        let payloadByteCount = reader.take(UInt32.self), let first = reader.take(UInt64.self),
        let second = reader.take(UInt64.self)
      else { return nil }
      if payloadByteCount > 0 { payloadByteCounts.append((index, Int(payloadByteCount))) }
      switch kind {
      case 1:
        guard let bytes = vectors.take(count: dimension * 4) else { return nil }
        let vector = [Float](unsafeUninitializedCapacity: dimension) { floats, count in
          UnsafeMutableRawBufferPointer(floats).copyBytes(from: bytes)
          count = dimension
        }
        upsert(id: first, label: second, vector: vector)
      case 2: delete(id: first)
      case 3: delete(label: first)
      default: return nil
      }
    }
    // The payloads follow the last vector.
    for (change, byteCount) in payloadByteCounts {
      guard case .upsert = changes[change], let bytes = vectors.take(count: byteCount),
        let fields = Payload(decoding: bytes)
      else { return nil }
      setPayload(fields, ofChange: change)
    }
    guard vectors.offset == payload.count else { return nil }
  }
}
