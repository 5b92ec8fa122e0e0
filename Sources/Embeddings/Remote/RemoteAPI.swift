// The three embedding APIs that engines speak: what goes out and what comes back. Pure functions of JSON; who sends, waits
// and repeats is RemoteEngine's business.
import Platform

/// An API for embeddings over HTTP.
public enum RemoteAPI: Sendable, Hashable {
  /// `POST {base}/embeddings`, key as bearer token: OpenAI and the many servers that copy it.
  case openAI
  /// `POST {base}/api/embed`.
  case ollama
  /// `POST {base}/openai/deployments/{model}/embeddings?api-version=…`, key in the header `api-key`. A base that names a
  /// deployment already is used as it is.
  case azureOpenAI(version: String)

  /// What tells its models from others of the same name.
  var name: String {
    switch self {
    case .openAI: "openai"
    case .ollama: "ollama"
    case .azureOpenAI: "azure"
    }
  }

  var authorization: (name: String, prefix: String) {
    switch self {
    case .openAI, .ollama: ("Authorization", "Bearer ")
    case .azureOpenAI: ("api-key", "")
    }
  }

  func url(base: String, model: String) -> String {
    switch self {
    case .openAI: "\(base)/embeddings"
    case .ollama: "\(base)/api/embed"
    case .azureOpenAI(let version):
      (base.contains("/openai/deployments/") ? base : "\(base)/openai/deployments/\(Self.escaped(model))")
        + "/embeddings?api-version=\(Self.escaped(version))"
    }
  }

  /// - Parameter more: a further field.
  func body(_ texts: some Collection<String>, model: String, more: (name: String, value: String)?) -> [UInt8] {
    var body: [UInt8] = []
    body.appendJSON(literal: #"{"model":"#)
    body.appendJSON(string: model)
    if let more {
      body.appendJSON(literal: ",")
      body.appendJSON(string: more.name)
      body.appendJSON(literal: ":")
      body.appendJSON(string: more.value)
    }
    body.appendJSON(literal: #","input":["#)
    for (index, text) in texts.enumerated() {
      if index > 0 { body.appendJSON(literal: ",") }
      // Engines refuse an empty text; a blank one means the same.
      body.appendJSON(string: text.isEmpty ? " " : text)
    }
    body.appendJSON(literal: "]}")
    return body
  }

  /// The vectors of an answer in the order of the texts.
  /// - Throws: `.engineFailed` when there is not exactly one for each text, or something in it is no vector.
  func vectors(in answer: JSONValue, count: Int) throws(EmbeddingError) -> [[Float]] {
    switch self {
    case .ollama:
      guard let rows = answer["embeddings"]?.array else { throw Self.broken("has no list \"embeddings\"") }
      guard rows.count == count else { throw Self.miscounted(rows.count, count) }
      return try rows.map { row throws(EmbeddingError) in try Self.vector(row) }
    case .openAI, .azureOpenAI:
      guard let rows = answer["data"]?.array else { throw Self.broken("has no list \"data\"") }
      guard rows.count == count else { throw Self.miscounted(rows.count, count) }
      var vectors = [[Float]](repeating: [], count: count)
      for (position, row) in rows.enumerated() {
        let index = row["index"]?.integer ?? position
        guard vectors.indices.contains(index), vectors[index].isEmpty else {
          throw Self.broken("names the index \(index) twice, or has no place for it")
        }
        vectors[index] = try Self.vector(row["embedding"])
      }
      return vectors
    }
  }

  private static func vector(_ value: JSONValue?) throws(EmbeddingError) -> [Float] {
    guard let numbers = value?.array, !numbers.isEmpty else { throw broken("has no vector where one should be") }
    var vector: [Float] = []
    vector.reserveCapacity(numbers.count)
    for number in numbers {
      guard let component = number.double.map({ Float($0) }), component.isFinite else {
        throw broken("has a vector with a component that is no finite number")
      }
      vector.append(component)
    }
    return vector
  }

  private static func broken(_ what: String) -> EmbeddingError {
    EmbeddingError(code: .engineFailed, message: "The embedding engine's answer \(what).")
  }

  private static func miscounted(_ found: Int, _ expected: Int) -> EmbeddingError {
    broken("has \(found) vectors for \(expected) texts")
  }

  /// Percent-encodes what a path segment or a query value must not hold as it is (RFC 3986, unreserved characters stay).
  static func escaped(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF")
    return text.utf8.map { byte -> String in
      let scalar = Unicode.Scalar(byte)
      let isUnreserved =
        byte < 0x80 && (scalar.properties.isAlphabetic || (0x30...0x39).contains(byte)) || "-._~".utf8.contains(byte)
      return isUnreserved ? String(scalar) : "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
    }.joined()
  }
}
