// A model for fake engines: hashed words, another one for every name, and what tests hold its answers with.
import HTTP
import Platform

extension FakeEngine {
  /// Components of a model's vectors.
  static func dimension(of model: String) -> Int { model == "second" ? 96 : 64 }

  /// A bag of hashed words; texts that share words are near each other.
  static func words(_ text: String, model: String) -> [Double] {
    var vector = [Double](repeating: 0, count: dimension(of: model))
    vector[0] = 0.01
    for word in text.lowercased().split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
      var hash: UInt64 = 14_695_981_039_346_656_037
      for byte in model.utf8 { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
      for byte in word.utf8 { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
      vector[Int(hash % UInt64(vector.count))] += hash & (1 << 40) == 0 ? 1 : -1
    }
    return vector
  }

  private static func rows(_ call: Call) -> [JSONValue] {
    let model = call.json["model"]?.string ?? ""
    return call.inputs.map { .array(words($0, model: model).map { .double($0) }) }
  }

  /// What an OpenAI-like engine with word models answers.
  static func words(_ call: Call) -> Response {
    let data = rows(call).enumerated().map { index, row -> JSONValue in
      ["object": "embedding", "index": .integer(Int64(index)), "embedding": row]
    }
    return .json(JSONValue.object(["object": "list", "data": .array(data)]).serialized())
  }

  /// The same from Ollama.
  static func ollamaWords(_ call: Call) -> Response {
    .json(JSONValue.object(["embeddings": .array(rows(call))]).serialized())
  }
}

/// Something that is off and then on.
final class Switch: Sendable {
  private let state = Lock(false)
  var isOn: Bool { state.withLock { $0 } }
  func turnOn() { state.withLock { $0 = true } }
}

/// Holds any number of tasks until it is opened.
final class Latch: Sendable {
  private struct State {
    var isOpen = false
    var waiting: [CheckedContinuation<Void, Never>] = []
  }
  private let state = Lock(State())

  func wait() async {
    await withCheckedContinuation { continuation in
      let isOpen = state.withLock { state in
        if !state.isOpen { state.waiting.append(continuation) }
        return state.isOpen
      }
      if isOpen { continuation.resume() }
    }
  }

  func open() {
    let waiting = state.withLock { state in
      state.isOpen = true
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
  }
}
