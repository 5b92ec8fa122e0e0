// The fields of a JSON object, in the order they were written.
//
// Most objects have a dozen fields, for which a linear search over one array beats hashing; a chat's message map has
// hundreds, so past `indexThreshold` fields a dictionary from key to position is kept beside them. That also keeps a
// hostile object with a million keys linear.

/// An ordered map from key to value. Equality and hashing ignore the order, as JSON does.
public struct JSONObject: Sendable {
  /// A key with its value.
  public typealias Element = (key: String, value: JSONValue)

  private struct Entry: Sendable {
    let key: String
    var value: JSONValue
  }

  private static let indexThreshold = 12

  private var entries: [Entry] = []
  private var positions: [String: Int]?

  public init() {}

  /// Builds an object; of a key named twice the last value stays, at the first one's place.
  public init(_ elements: some Sequence<Element>) {
    entries.reserveCapacity(elements.underestimatedCount)
    for (key, value) in elements { self[key] = value }
  }

  /// The keys in order.
  public var keys: [String] { entries.map(\.key) }

  /// The value of a key: O(1) on large objects, a short scan on small ones. Writing nil removes the key, in O(count).
  public subscript(key: String) -> JSONValue? {
    get { position(of: key).map { entries[$0].value } }
    set {
      switch (position(of: key), newValue) {
      case (let position?, let value?): entries[position].value = value
      case (nil, let value?): append(key, value)
      case (let position?, nil): remove(at: position)
      case (nil, nil): break
      }
    }
  }

  private func position(of key: String) -> Int? {
    if let positions { return positions[key] }
    return entries.firstIndex { $0.key == key }
  }

  private mutating func append(_ key: String, _ value: JSONValue) {
    positions?[key] = entries.count
    entries.append(Entry(key: key, value: value))
    if positions == nil, entries.count > Self.indexThreshold { index() }
  }

  private mutating func remove(at position: Int) {
    entries.remove(at: position)
    if positions != nil { index() }
  }

  private mutating func index() {
    positions = Dictionary(uniqueKeysWithValues: entries.enumerated().map { ($1.key, $0) })
  }

  /// Copies the fields of `other` over this object's, key by key, not deep.
  public mutating func merge(_ other: JSONObject) {
    for (key, value) in other { self[key] = value }
  }
}

extension JSONObject: RandomAccessCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { entries.count }
  public subscript(position: Int) -> Element { (entries[position].key, entries[position].value) }
}

extension JSONObject: Hashable {
  public static func == (left: JSONObject, right: JSONObject) -> Bool {
    left.count == right.count && left.allSatisfy { right[$0.key] == $0.value }
  }

  public func hash(into hasher: inout Hasher) {
    var combined = 0
    for entry in entries {
      var one = Hasher()
      one.combine(entry.key)
      one.combine(entry.value)
      combined ^= one.finalize()
    }
    hasher.combine(combined)
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self.init(elements.map { (key: $0, value: $1) })
  }
}
