// Options for an engine, as JSON: an object whose fields may hold keys (headers of a service that the engine asks, say). What is
// called like a key is masked in answers, wherever it stands, and a form that carries the mask leaves it as it is.
internal import HTTP

enum MaskedOptions {
  private static let secretNames = ["key", "token", "secret", "password", "authorization", "credential", "cookie"]

  /// The options as an answer shows them.
  static func show(_ text: String) -> JSONValue {
    let value = JSONValue.object(ExtractionSettings.object(text) ?? [:])
    return transformed(value, isSecret: false) { secret, _ in
      secret.string?.isEmpty == true ? secret : .string(MaskedKey.mask)
    }
  }

  /// The options that a form means, as text.
  /// - Parameter given: nil: as they are.
  /// - Throws: a refusal when a mask stands where nothing is stored, or would send a stored key to another server.
  static func apply(
    _ given: JSONValue?, over stored: String, from formerURL: String, to newURL: String
  ) throws(ServiceError) -> String {
    let former = JSONValue.object(ExtractionSettings.object(stored) ?? [:])
    guard let given, !given.isNull else {
      _ = try MaskedKey.apply(MaskedKey.mask, over: hasSecrets(former) ? stored : "", from: formerURL, to: newURL)
      return stored
    }
    var failure: ServiceError?
    let value = transformed(given, isSecret: false) { secret, path in
      guard secret.string == MaskedKey.mask else { return secret }
      let kept = path.reduce(JSONValue?.some(former)) { value, step in
        switch step {
        case .field(let name): value?[name]
        case .element(let index): value?[index]
        }
      }
      do throws(ServiceError) {
        _ = try MaskedKey.apply(MaskedKey.mask, over: kept?.string ?? "", from: formerURL, to: newURL)
      } catch {
        failure = error
      }
      return kept ?? ""
    }
    if let failure { throw failure }
    return String(decoding: value.serialized(), as: UTF8.self)
  }

  private enum Step {
    case field(String)
    case element(Int)
  }

  private static func hasSecrets(_ value: JSONValue) -> Bool {
    var found = false
    _ = transformed(value, isSecret: false) { secret, _ in
      found = true
      return secret
    }
    return found
  }

  /// `value` with every text and number under a name like that of a key replaced. The parser bounds the depth.
  private static func transformed(
    _ value: JSONValue, isSecret: Bool, at path: [Step] = [], _ replace: (JSONValue, [Step]) -> JSONValue
  ) -> JSONValue {
    switch value {
    case .object(let fields):
      return .object(
        JSONObject(
          fields.map { name, field in
            let lowered = name.lowercased()
            let isKey = isSecret || secretNames.contains { lowered.contains($0) }
            return (key: name, value: transformed(field, isSecret: isKey, at: path + [.field(name)], replace))
          }))
    case .array(let elements):
      return .array(
        elements.enumerated().map { transformed($1, isSecret: isSecret, at: path + [.element($0)], replace) })
    case .null, .bool: return value
    case .string, .integer, .double: return isSecret ? replace(value, path) : value
    }
  }
}
