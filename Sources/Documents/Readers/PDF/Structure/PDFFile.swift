// A PDF as a set of numbered objects (ISO 32000-1, 7.5): where each of them is, and the objects themselves once somebody
// asks for one. Nothing is read ahead, so a document costs what its pages refer to.
//
// What the file says of where things are is believed until it proves wrong; then the whole file is searched for objects
// once, as every reader does. Cycles end because an object that is being read is null to those it asks for.

/// An open PDF.
final class PDFFile {
  /// Where an object is.
  struct Place {
    enum Kind: UInt8 { case unknown, free, offset, packed }
    var kind = Kind.unknown
    /// Of a packed object: its place in the stream.
    var index: UInt32 = 0
    /// The offset in the file, or the number of the stream that the object is packed in.
    var at: Int = 0
  }

  let buffer: PDFBuffer
  let limits: ExtractionLimits
  var places: [Place] = []
  var trailer = PDFDictionary()
  /// Whether something had to be guessed or was passed over.
  private(set) var hasErrors = false
  private var wasSearched = false
  private var filters: PDFFilters
  private var objects: [Int: PDFValue] = [:]
  private var objectStreams: [Int: PDFObjectStream] = [:]
  private var loading: Set<Int> = []
  /// From here on no stream's end is marked: known after it was searched for once.
  private var noEndMarkFrom = Int.max
  /// Undoes encryption; `nil` when there is none.
  private var security: PDFSecurity?

  /// More objects than this no document has; each costs memory before it is read.
  static let mostObjects = 4 << 20
  private static let mostLoading = 24

  /// - Throws: when nothing in it can be found, or it needs a password.
  init(_ buffer: PDFBuffer, limits: ExtractionLimits) throws(PDFFault) {
    self.buffer = buffer
    self.limits = limits
    filters = PDFFilters(limits: limits)
    if readCrossReferences() { try secure() } else { try search() }
    if resolve(trailer["Root"])?.dictionary?["Pages"] == nil { try search() }
  }

  /// Makes ready to undo the encryption that the trailer tells of.
  func secure() throws(PDFFault) {
    guard security == nil, let encryption = resolve(trailer["Encrypt"])?.dictionary else { return }
    security = try PDFSecurity(encryption, file: self)
    // What was read before is not decrypted.
    objects = [:]
    objectStreams = [:]
  }

  func noteError() { hasErrors = true }

  /// Notes where an object is, unless something newer has said so.
  func note(_ number: Int, _ place: Place) {
    guard number >= 0, number < Self.mostObjects else { return }
    if number >= places.count {
      places.append(
        contentsOf: repeatElement(
          Place(), count: max(number + 1, min(places.count * 2, Self.mostObjects)) - places.count))
    }
    if places[number].kind == .unknown { places[number] = place }
  }

  /// Searches the whole file for its objects, if that has not been done.
  private func search() throws(PDFFault) {
    guard !wasSearched else { return }
    wasSearched = true
    hasErrors = true
    objects = [:]
    objectStreams = [:]
    places = []
    trailer = PDFDictionary()
    try searchObjects()
    if resolve(trailer["Root"])?.dictionary == nil { throw .damaged("its structure cannot be read") }
  }

  // MARK: Objects

  /// What `value` refers to; `value` itself when it is no reference.
  func resolve(_ value: PDFValue?) -> PDFValue? {
    guard case .reference(var reference)? = value else { return value }
    for _ in 0..<16 {
      switch object(reference.number) {
      case .reference(let next)?: reference = next
      case let found: return found
      }
    }
    return nil
  }

  /// The object with this number; `nil` when there is none.
  func object(_ number: Int) -> PDFValue? {
    if let known = objects[number] { return known }
    guard number >= 0, number < places.count, loading.count < Self.mostLoading, loading.insert(number).inserted else {
      return nil
    }
    defer { loading.remove(number) }
    let place = places[number]
    var found: PDFValue?
    switch place.kind {
    case .unknown, .free: found = nil
    case .offset:
      found = readObject(number, at: place.at)
      if found == nil, !wasSearched {
        // The table is wrong here, and so it may be anywhere.
        try? search()
        let place = number < places.count ? places[number] : Place()
        if place.kind == .offset { found = readObject(number, at: place.at) }
        if place.kind == .packed { found = packedObject(number, place) }
      }
    case .packed: found = packedObject(number, place)
    }
    if let found { objects[number] = found }
    return found
  }

  private func packedObject(_ number: Int, _ place: Place) -> PDFValue? {
    objectStream(place.at)?.object(number, index: Int(place.index))
  }

  /// The stream of packed objects with this number.
  func objectStream(_ number: Int) -> PDFObjectStream? {
    if let known = objectStreams[number] { return known }
    guard number < places.count, number >= 0, places[number].kind == .offset, let stream = object(number)?.stream,
      stream.dictionary["Type"]?.name == "ObjStm", let data = try? decode(stream),
      let count = resolve(stream.dictionary["N"])?.integer, let first = resolve(stream.dictionary["First"])?.integer
    else { return nil }
    let unpacked = PDFObjectStream(data, count: count, first: first)
    objectStreams[number] = unpacked
    return unpacked
  }

  /// The object `number` that should be at `offset`.
  func readObject(_ number: Int, at offset: Int) -> PDFValue? {
    var lexer = PDFLexer(buffer, from: offset)
    guard case .integer(let found) = lexer.token(), found == number, case .integer(let generation) = lexer.token(),
      case .keyword(let word) = lexer.token(), buffer.has("obj", at: word.lowerBound)
    else { return nil }
    // "obj" may stand against what follows.
    lexer.position = word.lowerBound + 3
    let reference = PDFReference(number: number, generation: generation)
    guard let value = lexer.value() else { return .null }
    guard case .dictionary(let dictionary) = value else { return decrypted(value, reference) }
    let mark = lexer.position
    guard case .keyword(let next) = lexer.token(), buffer.has("stream", at: next.lowerBound) else {
      lexer.position = mark
      return decrypted(value, reference)
    }
    var start = next.lowerBound + 6
    if buffer.byte(start) == 13 { start += 1 }
    if buffer.byte(start) == 10 { start += 1 }
    let range = start..<streamEnd(from: start, claimed: resolve(dictionary["Length"])?.integer)
    let plain = decrypted(value, reference).dictionary ?? dictionary
    return .stream(PDFStream(dictionary: plain, buffer: buffer, range: range, reference: reference))
  }

  /// Where a stream ends: where its length says, when the end is marked there, else at the next such mark.
  private func streamEnd(from start: Int, claimed: Int?) -> Int {
    if let claimed, claimed >= 0, claimed <= buffer.count - start {
      var mark = start + claimed
      while mark < buffer.count, PDFLexer.isSpace(buffer.base[mark]) { mark += 1 }
      if buffer.has("endstream", at: mark) || buffer.has("endobj", at: mark) { return start + claimed }
    }
    hasErrors = true
    guard start < noEndMarkFrom, var end = buffer.find("endstream", from: start) else {
      noEndMarkFrom = min(noEndMarkFrom, start)
      return buffer.count
    }
    if end > start, buffer.byte(end - 1) == 10 { end -= 1 }
    if end > start, buffer.byte(end - 1) == 13 { end -= 1 }
    return end
  }

  private func decrypted(_ value: PDFValue, _ reference: PDFReference) -> PDFValue {
    security?.decrypt(value, of: reference) ?? value
  }

  // MARK: Streams

  /// The bytes of `stream` without its filters.
  func decode(_ stream: PDFStream) throws(PDFFault) -> PDFBuffer {
    let dictionary = stream.dictionary
    var names: [String] = []
    var parameters: [PDFDictionary] = []
    switch resolve(dictionary["Filter"] ?? dictionary["F"]) {
    case .name(let name)?: names = [name]
    case .array(let values)?: names = values.compactMap { resolve($0)?.name }
    default: break
    }
    switch resolve(dictionary["DecodeParms"] ?? dictionary["DP"]) {
    case .dictionary(let only)?: parameters = [resolved(only)]
    case .array(let values)?: parameters = values.map { resolve($0)?.dictionary.map(resolved) ?? PDFDictionary() }
    default: break
    }
    let chain = names.enumerated().map {
      (name: $1, parameters: $0 < parameters.count ? parameters[$0] : PDFDictionary())
    }
    let raw = UnsafeBufferPointer(start: stream.buffer.base + stream.range.lowerBound, count: stream.range.count)
    defer { withExtendedLifetime(stream) {} }
    if let security, let reference = stream.reference, security.covers(stream, filters: names) {
      let plain = PDFBuffer(try security.decrypt(raw, of: reference))
      defer { withExtendedLifetime(plain) {} }
      return try unfold(UnsafeBufferPointer(start: plain.base, count: plain.count), chain)
    }
    return try unfold(raw, chain)
  }

  private func unfold(
    _ bytes: UnsafeBufferPointer<UInt8>, _ chain: [(name: String, parameters: PDFDictionary)]
  ) throws(PDFFault) -> PDFBuffer {
    let decoded = try filters.decode(bytes, chain)
    if filters.hasErrors { hasErrors = true }
    return decoded
  }

  private func resolved(_ dictionary: PDFDictionary) -> PDFDictionary {
    var plain = PDFDictionary()
    for (key, value) in dictionary.entries { plain.add(key, resolve(value) ?? .null) }
    return plain
  }
}
